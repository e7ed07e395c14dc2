package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/**
 * Turns errors that Micronaut itself finds into problems, and counts them: wrong path, method,
 * type, size.
 */
@Singleton
@Primary
final class ProblemResponseProcessor implements ErrorResponseProcessor<byte[]> {
  private final Failures failures;

  ProblemResponseProcessor(Failures failures) {
    this.failures = failures;
  }

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    HttpStatus status = response.status();
    Problem problem =
        new Problem(
            status.getCode(), code(status), detail(context, request, status), request.getPath());
    failures.count(problem.code());
    return response.body(problem.json()).contentType(MediaType.of(Problem.MEDIA_TYPE));
  }

  private static ErrorCode code(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> ErrorCode.NOT_ALLOWED;
      case FORBIDDEN -> ErrorCode.FORBIDDEN;
      case REQUEST_ENTITY_TOO_LARGE -> ErrorCode.TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> ErrorCode.NOT_JSON;
      case SERVICE_UNAVAILABLE -> ErrorCode.UNAVAILABLE;
      default -> status.getCode() < 500 ? ErrorCode.BAD_MESSAGE : ErrorCode.INTERNAL;
    };
  }

  private static String detail(ErrorContext context, HttpRequest<?> request, HttpStatus status) {
    String call = request.getMethodName() + " " + request.getPath();
    if (context.getRootCause().orElse(null) instanceof UnsatisfiedBodyRouteException) {
      return "the body is empty: expected JSON in UTF-8";
    }
    return switch (status) {
      case NOT_FOUND -> call + ": there is no such path" + UnescapedSlash.hint(request.getPath());
      case METHOD_NOT_ALLOWED -> call + ": this path takes another method";
      case UNSUPPORTED_MEDIA_TYPE ->
          "Content-Type \""
              + request.getHeaders().get(HttpHeaders.CONTENT_TYPE, String.class, "")
              + "\": expected application/json";
      case INTERNAL_SERVER_ERROR -> Failures.BUG;
      default ->
          context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    };
  }
}
