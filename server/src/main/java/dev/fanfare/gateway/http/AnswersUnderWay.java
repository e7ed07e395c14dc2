package dev.fanfare.gateway.http;

import io.netty.buffer.ByteBuf;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;

/**
 * Counts the large answers that are being sent. All readers of a topic at one position get the same
 * array, so it is counted once. Ordinary answers are not counted here. Safe for any thread.
 */
@Singleton
final class AnswersUnderWay {
  private final long limitBytes;

  /** How many connections each answer is being sent to; guarded by this. */
  private final IdentityHashMap<Object, Integer> takers = new IdentityHashMap<>();

  private long bytes;

  AnswersUnderWay(HttpSettings settings) {
    this.limitBytes = settings.answerBytes();
  }

  /**
   * One more connection takes the answer; false if there is no room for it. An answer that is the
   * only one always has room.
   */
  synchronized boolean enter(ByteBuf body) {
    Integer known = takers.get(key(body));
    if (known == null) {
      if (bytes + body.readableBytes() > limitBytes && !takers.isEmpty()) {
        return false;
      }
      bytes += body.readableBytes();
    }
    takers.put(key(body), known == null ? 1 : known + 1);
    return true;
  }

  /**
   * One connection fewer takes the answer.
   *
   * @param length of the whole answer, as it entered
   */
  synchronized void leave(ByteBuf body, int length) {
    Integer known = takers.remove(key(body));
    if (known != null && known > 1) {
      takers.put(key(body), known - 1);
    } else if (known != null) {
      bytes -= length;
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  long limitBytes() {
    return limitBytes;
  }

  /** The array, if there is one: each connection has a buffer of its own around it. */
  private static Object key(ByteBuf body) {
    return body.hasArray() ? body.array() : body;
  }
}
