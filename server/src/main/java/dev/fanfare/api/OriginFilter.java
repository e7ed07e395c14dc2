package dev.fanfare.api;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.security.Origins;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/**
 * Answers pages of other origins (CORS). A page that may call is allowed to read the answers. A
 * call of any other page is refused before anything is read or stored. The page may read why; the
 * refusal holds nothing else. {@link Origins} decides, for sockets too.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class OriginFilter implements Ordered {
  private static final String MAX_AGE_SECONDS = "1800";

  private final Origins origins;
  private final Metrics metrics;

  OriginFilter(Origins origins, Metrics metrics) {
    this.origins = origins;
    this.metrics = metrics;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  /** The refusal, or the answer to a preflight, for which there is no route; null to continue. */
  @RequestFilter
  @PreMatching
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin == null) {
      return null;
    }
    if (!origins.allow(origin, request.getHeaders().get(HttpHeaders.HOST))) {
      metrics.increment(Metric.ORIGINS_REFUSED);
      MutableHttpResponse<?> refusal =
          Problems.response(
              Problem.of(ErrorCode.FORBIDDEN, Origins.refusal(origin), request.getPath()));
      return Origins.isOrigin(origin) ? readable(refusal, origin) : refusal;
    }
    String method = request.getHeaders().get(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    return request.getMethod() == HttpMethod.OPTIONS && method != null
        ? preflight(request, origin, method)
        : null;
  }

  private static HttpResponse<?> preflight(HttpRequest<?> request, String origin, String method) {
    MutableHttpResponse<?> answer =
        readable(HttpResponse.noContent(), origin)
            .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, method)
            .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    String headers =
        String.join(", ", request.getHeaders().getAll(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS));
    if (!headers.isEmpty()) {
      answer.header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
    if (request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK)) {
      answer.header(HttpHeaders.ACCESS_CONTROL_ALLOW_PRIVATE_NETWORK, "true");
    }
    return answer;
  }

  /**
   * A request with an origin that comes here is allowed, or was refused and has its headers
   * already.
   */
  @ResponseFilter
  void letRead(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin != null
        && !response.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)
        && origins.allow(origin, request.getHeaders().get(HttpHeaders.HOST))) {
      readable(response, origin);
    }
  }

  private static MutableHttpResponse<?> readable(MutableHttpResponse<?> response, String origin) {
    return response
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }
}
