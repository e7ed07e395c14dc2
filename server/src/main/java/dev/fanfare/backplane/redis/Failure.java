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

/** Why Redis did not do what was asked, in words without addresses and passwords. */
final class Failure {
  static final String DISCONNECTED = "Redis is not connected";
  static final String SILENT = "Redis does not answer in time";
  static final String READ_ONLY = "READONLY";
  static final String NO_RIGHT = "NOPERM";

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
          Map.entry(NO_RIGHT, "the user may not do that"));

  /** What Redis says after the code ERR at the start, which alone would say nothing. */
  private static final Map<String, String> ERRORS =
      Map.of(
          "DB index is out of range", "it has no database of this number",
          "max number of clients", "it has as many clients as its maxclients allows",
          "without any password", "it has no password, but the URI gives one");

  /** An error that a script raised, or that Redis before 7 reports from within a script. */
  private static final Pattern WITHIN_SCRIPT = Pattern.compile("^ERR (?:.*: )?-([A-Z]+) (.*)");

  /** The place in the script, which Redis adds to a message. */
  private static final Pattern PLACE =
      Pattern.compile(" script: \\w+, on @user_script:\\d+\\.?|@user_script:? ?\\d+: ");

  private static final int MAX_WORDS = 200;

  private Failure() {}

  /** The contract's exception for an exception of the client. A bug is returned unchanged. */
  static Throwable of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      case RedisCommandExecutionException refused when isForeign(refused) ->
          new UnreadableStoreException(
              "Redis holds something under this topic's keys that this version cannot read ("
                  + words(refused)
                  + "); it is left as it is, and nothing was stored",
              refused);
      case RedisException _, IOException _, CancellationException _, TimeoutException _ ->
          new BackplaneUnavailableException(reason(thrown), thrown);
      default -> thrown;
    };
  }

  /** The reason in a few words. */
  static String reason(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          reason(wrapper.getCause());
      case WrongRedisException wrong -> "Redis " + wrong.predicate();
      case BackplaneUnavailableException known -> known.description();
      case RedisCommandTimeoutException _, TimeoutException _ -> SILENT;
      case RedisCommandExecutionException refused -> refusal(refused);
      case RedisException wrapper when wrapper.getCause() != null -> reason(wrapper.getCause());
      default -> DISCONNECTED;
    };
  }

  static String refusal(String code) {
    String meaning = MEANINGS.get(code);
    return "Redis refuses: " + code + (meaning == null ? "" : " (" + meaning + ")");
  }

  /** The refusal, with Redis' own words if they name the missing right. */
  static String refusal(Throwable thrown) {
    return switch (thrown) {
      case RedisCommandExecutionException refused when code(refused).equals(NO_RIGHT) ->
          refusal(NO_RIGHT) + ": " + words(refused);
      case RedisCommandExecutionException refused when code(refused).equals("ERR") ->
          "Redis refuses: ERR" + meaningOfError(String.valueOf(refused.getMessage()));
      case RedisCommandExecutionException refused -> refusal(code(refused));
      default -> thrown.getCause() == null ? DISCONNECTED : refusal(thrown.getCause());
    };
  }

  private static String meaningOfError(String message) {
    return ERRORS.entrySet().stream()
        .filter(it -> message.contains(it.getKey()))
        .map(it -> " (" + it.getValue() + ")")
        .findFirst()
        .orElse("");
  }

  /** Whether the code says that the topic is moving to another server, or has moved. */
  static boolean isMoving(String code) {
    return MOVING.contains(code);
  }

  /** The code with which Redis refused; null if it did not refuse. */
  static @Nullable String codeOf(Throwable thrown) {
    return switch (thrown) {
      case RedisCommandExecutionException refused -> code(refused);
      default -> thrown.getCause() == null ? null : codeOf(thrown.getCause());
    };
  }

  private static boolean isForeign(RedisCommandExecutionException refused) {
    String code = code(refused);
    return code.equals("UNREADABLE") || code.equals("WRONGTYPE") || isOfLua(refused);
  }

  /** Whether Lua failed because the script read something that the scripts do not write. */
  private static boolean isOfLua(RedisCommandExecutionException refused) {
    String message = String.valueOf(refused.getMessage());
    return message.startsWith("ERR ")
        && (message.contains(": attempt to ")
            || message.contains(": bad argument ")
            || message.contains("top item"));
  }

  /**
   * The code at the beginning of an error of Redis, e.g. {@code OOM}. The rest may show addresses.
   */
  private static String code(RedisCommandExecutionException refused) {
    String message = String.valueOf(refused.getMessage());
    if (message.contains("The user executing the script")) {
      return NO_RIGHT;
    }
    Matcher within = WITHIN_SCRIPT.matcher(message);
    return within.find() ? within.group(1) : message.split(" ", 2)[0];
  }

  /** Redis' own words, without the code and the place in the script. */
  private static String words(RedisCommandExecutionException refused) {
    String message = String.valueOf(refused.getMessage());
    Matcher within = WITHIN_SCRIPT.matcher(message);
    String words = within.find() ? within.group(2) : message.substring(message.indexOf(' ') + 1);
    String plain = PLACE.matcher(words).replaceAll("").strip();
    return plain.length() > MAX_WORDS ? plain.substring(0, MAX_WORDS) : plain;
  }
}
