package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.UnreadableStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Why Redis did not do what it was asked for, in words that name no address and no password. */
final class Failure {
  static final String DISCONNECTED = "Redis is not connected";
  static final String SILENT = "Redis does not answer in time";

  private Failure() {}

  /** The contract's exception for what the client threw; a bug stays what it is. */
  static Throwable of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      case RedisCommandExecutionException refused when isForeign(refused) ->
          new UnreadableStoreException(
              "Redis holds something under this topic's keys that this version cannot read: "
                  + refused.getMessage(),
              refused);
      case RedisException _, IOException _, CancellationException _ ->
          new BackplaneUnavailableException(reason(thrown), thrown);
      default -> thrown;
    };
  }

  /** The same in a few words. */
  static String reason(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          reason(wrapper.getCause());
      case RedisCommandTimeoutException _ -> SILENT;
      case RedisCommandExecutionException refused -> "Redis refuses: " + code(refused);
      default -> DISCONNECTED;
    };
  }

  private static boolean isForeign(RedisCommandExecutionException refused) {
    return code(refused).equals("UNREADABLE") || code(refused).equals("WRONGTYPE");
  }

  /** What an error of Redis begins with, e.g. {@code OOM}; the rest may show addresses. */
  private static String code(RedisCommandExecutionException refused) {
    return String.valueOf(refused.getMessage()).split(" ", 2)[0];
  }
}
