package dev.fanfare.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches refusals and checks what all of them have in common. */
final class Refusals {
  /** Longer answers to bad messages would only help an attacker who floods the server. */
  private static final int MAX_MESSAGE_CHARS = 1_000;

  private Refusals() {}

  static ProtocolException refusalOf(ThrowingCallable reading) {
    Throwable thrown = catchThrowable(reading);
    assertThat(thrown).isInstanceOf(ProtocolException.class);
    return checked((ProtocolException) thrown);
  }

  /** Checks that a refusal can be sent as an answer: it is short, and survives UTF-8 unchanged. */
  static ProtocolException checked(ProtocolException refused) {
    assertThat(refused.message().length()).isLessThanOrEqualTo(MAX_MESSAGE_CHARS);
    byte[] frame = ServerFrameWriter.write(ServerFrame.Error.of(refused));
    JsonObject read = JsonObject.parse(new String(frame, UTF_8));
    assertThat(read.string("message")).isEqualTo(refused.message());
    return refused;
  }
}
