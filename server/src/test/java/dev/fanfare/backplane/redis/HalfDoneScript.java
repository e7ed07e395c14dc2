package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a script up to one of its commands, which Redis then refuses. */
final class HalfDoneScript {
  private final RedisCommands<String, String> redis;
  private final StoreLimits limits;

  HalfDoneScript(RedisCommands<String, String> redis, StoreLimits limits) {
    this.redis = redis;
    this.limits = limits;
  }

  /** Whether the script called this command, counted from 1, and so failed. */
  boolean failsAt(
      int command,
      Script script,
      TopicName topic,
      @Nullable IdempotencyKey key,
      UnaryOperator<Arguments> arguments) {
    String[] keys = new TopicKeys(RedisSettings.PREFIX, 0).of(topic, key);
    String[] argv =
        arguments.apply(Arguments.of(topic, "halfdone" + command, limits)).toArray(false);
    try {
      redis.eval(failingAt(command) + script.text(), ScriptOutputType.MULTI, keys, argv);
      return false;
    } catch (RedisCommandExecutionException e) {
      if (!String.valueOf(e.getMessage()).contains("INJECTED")) {
        throw e;
      }
      return true;
    }
  }

  private static String failingAt(int command) {
    return """
    local whole, calls = redis, 0
    local redis = {pcall = whole.pcall, error_reply = whole.error_reply, call = function(...)
      calls = calls + 1
      if calls == %d then
        error('-INJECTED a failure', 0)
      end
      return whole.call(...)
    end}
    """
        .formatted(command);
  }
}
