package dev.fanfare.api;

import dev.fanfare.publish.Outcome;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;

/** Answers publications that are stored. */
final class StoredAnswers {
  private StoredAnswers() {}

  /** 200, with a header if all of it was stored by an earlier call. */
  static MutableHttpResponse<byte[]> ok(byte[] json, boolean isReplay) {
    MutableHttpResponse<byte[]> response = HttpResponse.ok(json);
    return isReplay ? response.header(Outcome.Stored.REPLAYED_HEADER, "true") : response;
  }
}
