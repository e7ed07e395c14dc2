package dev.fanfare.api;

import dev.fanfare.protocol.JsonValue;
import dev.fanfare.protocol.Utf8;
import java.nio.ByteBuffer;

/** Reads posted bodies with the codec of the socket's messages: one rule, one wording. */
final class RequestBodies {
  private RequestBodies() {}

  static JsonValue json(byte[] body) {
    return JsonValue.parse(Utf8.decode(ByteBuffer.wrap(body)));
  }
}
