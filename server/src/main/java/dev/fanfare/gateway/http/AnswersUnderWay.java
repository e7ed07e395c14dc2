package dev.fanfare.gateway.http;

import io.netty.buffer.ByteBuf;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;

/**
 * The large answers that are on their way to sockets. Whoever reads a topic at one position gets
 * the same array, so each is counted once. Safe for any thread; an ordinary answer does not come
 * here.
 */
@Singleton
final class AnswersUnderWay {
  private final long limitBytes;

  /** How many connections take each; guarded by this. */
  private final IdentityHashMap<Object, Integer> takers = new IdentityHashMap<>();

  private long bytes;

  AnswersUnderWay(HttpSettings settings) {
    this.limitBytes = settings.answerBytes();
  }

  /** One more takes it; false if there is no room for it. One alone always has room. */
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
   * One less takes it.
   *
   * @param length all of it, as it entered
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

  /** The array itself where it is one: each connection has a buffer of its own around it. */
  private static Object key(ByteBuf body) {
    return body.hasArray() ? body.array() : body;
  }
}
