package dev.fanfare.backplane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of store operations: 64 random bits in base32 ({@code 0-9 a-z} without i l o u), 13
 * characters. All events of one operation share its id; the number and the id together are unique.
 *
 * <p>The ids need not be unguessable, so only the start value comes from the source of randomness.
 * From there SplitMix64 generates them, which repeats none of the 2^64 values.
 */
public final class OperationIds {
  private static final byte[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".getBytes(ISO_8859_1);
  private static final int CHARS = 13;
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final AtomicLong state;

  public OperationIds(RandomGenerator random) {
    state = new AtomicLong(random.nextLong());
  }

  public String next() {
    long bits = new SplittableRandom(state.getAndAdd(STEP)).nextLong();
    byte[] id = new byte[CHARS];
    for (int i = CHARS - 1; i >= 0; i--) {
      id[i] = ALPHABET[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(id, ISO_8859_1);
  }
}
