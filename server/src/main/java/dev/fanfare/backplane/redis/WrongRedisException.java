package dev.fanfare.backplane.redis;

/** What answers there is Redis, but not of the kind, in the role or of the age that is needed. */
final class WrongRedisException extends RuntimeException {
  /**
   * @param predicate what it is and what was expected, to go on behind its name: {@code is ...}
   */
  WrongRedisException(String predicate) {
    super(predicate);
  }

  String predicate() {
    return String.valueOf(getMessage());
  }
}
