package dev.fanfare.command;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells before the start, in one line, whether Redis answers where it is said to be. */
final class RedisReachability {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Pattern CREDENTIALS = Pattern.compile("//[^@/]*@");

  private RedisReachability() {}

  /**
   * Connects and sends one PING.
   *
   * @param uri as the user gave it
   * @return why this Redis cannot be used; empty when it answers
   */
  static Optional<String> refusal(String uri) {
    RedisURI redis;
    try {
      redis = RedisURI.create(uri);
    } catch (IllegalArgumentException malformed) {
      return Optional.of(
          "'%s' is no Redis URI (%s), expected redis://[user:password@]host:port[/database]"
              .formatted(withoutCredentials(uri), withoutCredentials(Reason.of(malformed))));
    }
    redis.setTimeout(PATIENCE);
    return ping(redis)
        .map(reason -> "cannot reach Redis at %s: %s".formatted(withoutCredentials(uri), reason));
  }

  private static Optional<String> ping(RedisURI redis) {
    try (RedisClient client = RedisClient.create(redis)) {
      client.setOptions(
          ClientOptions.builder()
              .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
              .build());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        connection.sync().ping();
        return Optional.empty();
      }
    } catch (RedisException failure) {
      return Optional.of(Reason.of(failure));
    }
  }

  private static String withoutCredentials(String text) {
    return CREDENTIALS.matcher(text).replaceAll("//***@");
  }
}
