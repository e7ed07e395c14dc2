package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.UnreadableStoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why Redis did not do what it was asked for, in words that name no address and no password. */
final class Failure {
  static final String DISCONNECTED = "Redis is not connected";
  static final String SILENT = "Redis does not answer in time";
  static final String READ_ONLY = "READONLY";

  private static final Set<String> MOVING = Set.of("MOVED", "ASK", "TRYAGAIN");

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("OOM", "it is out of memory"),
          Map.entry(READ_ONLY, "it is a replica"),
          Map.entry("MISCONF", "it cannot save to its disk"),
          Map.entry("NOREPLICAS", "too few replicas are in step with it"),
          Map.entry("CLUSTERDOWN", "the Cluster is down"),
          Map.entry("MOVED", "the topic has moved within the Cluster"),
          Map.entry("ASK", "the topic is moving within the Cluster"),
          Map.entry("TRYAGAIN", "the topic is moving within the Cluster"),
          Map.entry("LOADING", "it is loading its data"),
          Map.entry("BUSY", "it is busy with a script"),
          Map.entry("MASTERDOWN", "its master is down"),
          Map.entry("NOAUTH", "it asks for a password"),
          Map.entry("WRONGPASS", "the user or the password is wrong"),
          Map.entry("NOPERM", "the user may not do that"));

  /** An error within a script, as a Redis before 7 words it. */
  private static final Pattern WITHIN_SCRIPT = Pattern.compile("^ERR .*: -([A-Z]+) ");

  private Failure() {}

  /** The contract's exception for what the client threw; a bug stays what it is. */
  static Throwable of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      case RedisCommandExecutionException refused when isForeign(refused) ->
          new UnreadableStoreException(
              "Redis holds something under this topic's keys that this version cannot read ("
                  + refused.getMessage()
                  + "); it is left as it is, and nothing was stored",
              refused);
      case RedisException _, IOException _, CancellationException _, TimeoutException _ ->
          new BackplaneUnavailableException(reason(thrown), thrown);
      default -> thrown;
    };
  }

  /** The same in a few words. */
  static String reason(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          reason(wrapper.getCause());
      case WrongRedisException wrong -> "Redis " + wrong.predicate();
      case BackplaneUnavailableException known -> known.description();
      case RedisCommandTimeoutException _, TimeoutException _ -> SILENT;
      case RedisCommandExecutionException refused -> refusal(code(refused));
      case RedisException wrapper when wrapper.getCause() != null -> reason(wrapper.getCause());
      default -> DISCONNECTED;
    };
  }

  static String refusal(String code) {
    String meaning = MEANINGS.get(code);
    return "Redis refuses: " + code + (meaning == null ? "" : " (" + meaning + ")");
  }

  /** Whether this means that what was asked for is on its way to another server, or there. */
  static boolean isMoving(String code) {
    return MOVING.contains(code);
  }

  /** What Redis refused with, if it did. */
  static @Nullable String codeOf(Throwable thrown) {
    return switch (thrown) {
      case RedisCommandExecutionException refused -> code(refused);
      default -> thrown.getCause() == null ? null : codeOf(thrown.getCause());
    };
  }

  private static boolean isForeign(RedisCommandExecutionException refused) {
    return code(refused).equals("UNREADABLE") || code(refused).equals("WRONGTYPE");
  }

  /** What an error of Redis begins with, e.g. {@code OOM}; the rest may show addresses. */
  private static String code(RedisCommandExecutionException refused) {
    String message = String.valueOf(refused.getMessage());
    Matcher within = WITHIN_SCRIPT.matcher(message);
    return within.find() ? within.group(1) : message.split(" ", 2)[0];
  }
}
