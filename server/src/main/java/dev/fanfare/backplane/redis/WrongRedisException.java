package dev.fanfare.backplane.redis;

/** The server is a Redis of the wrong kind, in the wrong role or too old. */
final class WrongRedisException extends RuntimeException {
  /**
   * A predicate for a server.
   *
   * @param predicate what the server is and what was expected; it continues a sentence that begins
   *     with the server: {@code is ...}
   */
  WrongRedisException(String predicate) {
    super(predicate);
  }

  String predicate() {
    return String.valueOf(getMessage());
  }
}
