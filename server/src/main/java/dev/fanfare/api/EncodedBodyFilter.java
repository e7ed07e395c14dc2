package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses compressed bodies before anything of them is read. A decoder would be one more parser of
 * a client's bytes, and turns a few bytes into many.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class EncodedBodyFilter implements Ordered {
  private static final String AS_IT_IS = "identity";

  private final Failures failures;

  EncodedBodyFilter(Failures failures) {
    this.failures = failures;
  }

  /** After the CORS filter, so that a page can read the refusal. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.METRICS.after() + 1;
  }

  /** The refusal; null to continue. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    List<String> encodings = request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING);
    if (encodings.stream().allMatch(it -> it.strip().equalsIgnoreCase(AS_IT_IS))) {
      return null;
    }
    failures.count(ErrorCode.NOT_JSON);
    return Problems.response(
        Problem.of(
            ErrorCode.NOT_JSON,
            "header Content-Encoding "
                + InvalidValueException.shown(String.join(", ", encodings))
                + ": expected none, the body as it is",
            request.getPath()));
  }
}
