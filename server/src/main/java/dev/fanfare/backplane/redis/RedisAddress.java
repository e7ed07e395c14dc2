package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Where Redis is, as the user gave it, and how refusals speak of it: never with the password. */
final class RedisAddress {
  private static final Pattern CREDENTIALS = Pattern.compile("//[^@/]*@");

  private final String given;
  private final RedisURI uri;

  /**
   * Reads {@code redis://[user:password@]host:port[/database]}, {@code rediss://} for TLS.
   *
   * @throws BackplaneUnavailableException if it is no such URI
   */
  RedisAddress(String given) {
    this.given = given;
    try {
      this.uri = RedisURI.create(given);
    } catch (IllegalArgumentException malformed) {
      throw new BackplaneUnavailableException(
          "'%s' is no Redis URI (%s), expected redis://[user:password@]host:port[/database]"
              .formatted(withoutCredentials(given), withoutCredentials(reason(malformed))));
    }
  }

  RedisURI uri() {
    return uri;
  }

  /** That Redis does not answer there. */
  BackplaneUnavailableException unreachable(Throwable failure) {
    return new BackplaneUnavailableException(
        "cannot reach Redis at " + withoutCredentials(given), failure);
  }

  /** The innermost cause says what happened; what wraps it only says where. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }

  private static String withoutCredentials(String text) {
    return CREDENTIALS.matcher(text).replaceAll("//***@");
  }
}
