package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** Turns problems into Micronaut's responses. */
final class Problems {
  private Problems() {}

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
}
