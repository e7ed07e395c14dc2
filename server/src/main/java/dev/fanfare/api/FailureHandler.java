package dev.fanfare.api;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what a call throws becomes a problem. */
@Singleton
final class FailureHandler implements ExceptionHandler<RuntimeException, HttpResponse<byte[]>> {
  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  private final Metrics metrics;

  FailureHandler(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public HttpResponse<byte[]> handle(
      @SuppressWarnings("rawtypes") HttpRequest request, RuntimeException failure) {
    Problem problem = problem(request.getPath(), failure);
    metrics.increment(
        problem.code() == ErrorCode.UNAVAILABLE ? Metric.UNAVAILABLE : Metric.REFUSED);
    return Problems.response(problem);
  }

  private static Problem problem(String path, @Nullable Throwable failure) {
    return switch (failure) {
      case ProtocolException it -> Problems.problem(it.code(), it.message(), path);
      case InvalidValueException it ->
          Problems.problem(ErrorCode.BAD_MESSAGE, String.valueOf(it.getMessage()), path);
      case BackplaneUnavailableException it ->
          Problems.problem(ErrorCode.UNAVAILABLE, it.description(), path);
      case CompletionException it when it.getCause() != null -> problem(path, it.getCause());
      case null, default -> {
        LOG.error("{} fails by a bug", path, failure);
        yield Problems.problem(ErrorCode.INTERNAL, "the server failed; it has been logged", path);
      }
    };
  }
}
