package dev.fanfare.backplane.redis;

import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.InvalidValueException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where Redis is, how long to wait for it, and how many replicas must have a publication before it
 * is answered.
 *
 * @param uri see {@link RedisBackplane#connect}
 * @param patience how long the start waits while Redis cannot be reached
 * @param minReplicas replicas that must have a publication before it is answered; with fewer,
 *     publishing is unavailable. 0 to 99
 * @param replicasTimeout how long to wait for them; 1 ms to 2 s, less than any command may take
 * @param prefix the beginning of the names of all keys and channels; 1 to 50 visible ASCII
 *     characters without braces
 */
public record RedisSettings(
    String uri, Duration patience, int minReplicas, Duration replicasTimeout, String prefix) {
  public static final String PREFIX = "fanfare";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REPLICAS_TIMEOUT = Duration.ofSeconds(1);

  private static final int MAX_REPLICAS = 99;
  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(2);
  private static final Pattern PREFIXES = Pattern.compile("[!-z|~]{1,50}");

  public RedisSettings {
    Bounds.check("fanfare.redis.min-replicas", minReplicas, 0, MAX_REPLICAS);
    Bounds.check("fanfare.redis.replicas-timeout", replicasTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
    if (!PREFIXES.matcher(prefix).matches()) {
      throw new InvalidValueException(
          "fanfare.redis.prefix", prefix, "1 to 50 visible ASCII characters without { and }");
    }
  }

  public static RedisSettings of(String uri) {
    return new RedisSettings(uri, PATIENCE, 0, REPLICAS_TIMEOUT, PREFIX);
  }

  /** The URI as it may be shown. */
  public static String withoutSecrets(String uri) {
    return RedisAddress.withoutSecrets(uri);
  }

  boolean needsReplicas() {
    return minReplicas > 0;
  }

  /** The message for a publication that too few replicas have. */
  String shortage() {
    return String.format(Locale.ROOT, "fewer than %d replicas of Redis are in step", minReplicas);
  }
}
