package dev.fanfare.faults;

import org.jspecify.annotations.Nullable;

/** A promise was broken. The message says which one, where, and how to repeat it. */
final class BrokenPromiseException extends RuntimeException {
  BrokenPromiseException(String account, @Nullable Throwable cause) {
    super(account, cause);
  }
}
