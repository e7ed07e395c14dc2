package dev.fanfare.api;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.JsonValue;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.Utf8;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads what was posted with the same codec as the socket's messages: one rule, one wording. */
final class RequestBodies {
  private RequestBodies() {}

  static JsonValue json(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "the body is empty: expected JSON in UTF-8");
    }
    return JsonValue.parse(Utf8.decode(ByteBuffer.wrap(body)));
  }
}
