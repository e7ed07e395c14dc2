package dev.fanfare.faults;

import org.jspecify.annotations.Nullable;

/** What was found, where, and how to see it again. */
final class BrokenPromiseException extends RuntimeException {
  BrokenPromiseException(String account, @Nullable Throwable cause) {
    super(account, cause);
  }
}
