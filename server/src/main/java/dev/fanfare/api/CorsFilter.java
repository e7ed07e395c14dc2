package dev.fanfare.api;

import dev.fanfare.publish.Outcome;
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
 * Lets pages of other origins read the answers (CORS). A request with an origin that comes here may
 * call: any other is refused before, where all requests are judged.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class CorsFilter implements Ordered {
  /** The headers of answers that pages may read besides those that each page may. */
  private static final String READABLE =
      Outcome.Stored.REPLAYED_HEADER + ", " + HttpHeaders.RETRY_AFTER;

  private static final String MAX_AGE_SECONDS = "1800";

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  /** The answer to a preflight, which no route knows; null to go on. */
  @RequestFilter
  @PreMatching
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    String method = request.getHeaders().get(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    return origin != null && method != null && request.getMethod() == HttpMethod.OPTIONS
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

  @ResponseFilter
  void letRead(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin != null
        && !response.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      readable(response, origin);
    }
  }

  private static MutableHttpResponse<?> readable(MutableHttpResponse<?> response, String origin) {
    return response
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE)
        .header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }
}
