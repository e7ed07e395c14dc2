package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** Problems as Micronaut's responses. */
final class Problems {
  private Problems() {}

  static Problem problem(ErrorCode code, String detail, String path) {
    return new Problem(status(code).getCode(), code, detail, path);
  }

  static MutableHttpResponse<byte[]> response(Problem problem) {
    MutableHttpResponse<byte[]> response =
        HttpResponse.<byte[]>status(HttpStatus.valueOf(problem.status()))
            .body(problem.json())
            .contentType(MediaType.of(Problem.MEDIA_TYPE));
    if (problem.code() == ErrorCode.UNAVAILABLE) {
      response.header(HttpHeaders.RETRY_AFTER, String.valueOf(Problem.RETRY_AFTER_SECONDS));
    }
    return response;
  }

  private static HttpStatus status(ErrorCode code) {
    return switch (code) {
      case BAD_MESSAGE, UNKNOWN_TYPE, TOO_MANY_TOPICS, NOT_SUPPORTED -> HttpStatus.BAD_REQUEST;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case NOT_ALLOWED -> HttpStatus.METHOD_NOT_ALLOWED;
      case STATE_FULL -> HttpStatus.CONFLICT;
      case TOO_LARGE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
      case NOT_JSON -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
      case RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
