package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.security.Origins;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import org.jspecify.annotations.Nullable;

/** Refuses calls from web pages that have no business here, before anything is read or stored. */
@ServerFilter({"/v1/**", "/poc/**"})
final class OriginFilter implements Ordered {
  private final Origins origins;

  OriginFilter(Origins origins) {
    this.origins = origins;
  }

  /** Before the CORS filter, which would refuse without a word. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  /** The refusal, or null to go on. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origins.allow(origin, request.getHeaders().get(HttpHeaders.HOST))) {
      return null;
    }
    return Problems.response(
        Problem.of(
            ErrorCode.FORBIDDEN,
            "origin "
                + InvalidValueException.shown(String.valueOf(origin))
                + ": "
                + Origins.EXPECTED,
            request.getPath()));
  }
}
