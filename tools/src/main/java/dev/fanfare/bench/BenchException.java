package dev.fanfare.bench;

/** Nothing can be measured; the message says why and what was expected. */
public final class BenchException extends RuntimeException {
  BenchException(String message) {
    super(message);
  }
}
