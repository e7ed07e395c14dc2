package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Turns an exception of a call into a problem. */
@Singleton
final class FailureHandler implements ExceptionHandler<Throwable, HttpResponse<byte[]>> {
  private final Failures failures;

  FailureHandler(Failures failures) {
    this.failures = failures;
  }

  @Override
  public HttpResponse<byte[]> handle(
      @SuppressWarnings("rawtypes") HttpRequest request, Throwable failure) {
    String path = request.getPath();
    if (failure instanceof IOException) {
      // The client has gone before its request was complete: not a bug, and nobody reads this
      // answer.
      return Problems.response(
          Problem.of(ErrorCode.BAD_MESSAGE, "the request ends before its body does", path));
    }
    return Problems.response(failures.refused(path, failure).problem(path));
  }
}
