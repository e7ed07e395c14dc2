package dev.fanfare.api;

import dev.fanfare.publish.Failures;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** What a call throws is answered as a problem. */
@Singleton
final class FailureHandler implements ExceptionHandler<RuntimeException, HttpResponse<byte[]>> {
  private final Failures failures;

  FailureHandler(Failures failures) {
    this.failures = failures;
  }

  @Override
  public HttpResponse<byte[]> handle(
      @SuppressWarnings("rawtypes") HttpRequest request, RuntimeException failure) {
    return Problems.response(failures.problem(request.getPath(), failure));
  }
}
