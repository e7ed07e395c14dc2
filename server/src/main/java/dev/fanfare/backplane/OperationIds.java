package dev.fanfare.backplane;

import java.util.random.RandomGenerator;

/**
 * Makes the ids of store operations: 64 random bits in base32 ({@code 0-9 a-z} without i l o u), 13
 * characters. All events of one operation share it; with the number it is unique.
 */
public final class OperationIds {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int CHARS = 13;

  private final RandomGenerator random;

  public OperationIds(RandomGenerator random) {
    this.random = random;
  }

  public String next() {
    long bits = random.nextLong();
    char[] id = new char[CHARS];
    for (int i = CHARS - 1; i >= 0; i--) {
      id[i] = ALPHABET[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(id);
  }
}
