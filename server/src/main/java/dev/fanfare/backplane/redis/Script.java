package dev.fanfare.backplane.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An atomic operation of the store: one Lua file, after the text that all scripts but the probe
 * share.
 */
enum Script {
  PUBLISH,
  OPEN,
  SINCE,
  LATEST,
  SWEEP,
  PROBE;

  /** The formats of a topic's keys that the scripts read; the first is the one that they write. */
  static final List<String> FORMATS = List.of(constant("VERSION"), constant("VERSION_BEFORE"));

  private final String text = text(name().toLowerCase(Locale.ROOT) + ".lua");
  private final String sha = Base16.digest(text.getBytes(UTF_8));

  /** The text that Redis runs. */
  String text() {
    return text;
  }

  private static String text(String file) {
    String own = read(file);
    return file.equals("probe.lua") ? own : read("topic.lua") + "\n" + own;
  }

  /** Loads the script into Redis, so that its first run is as fast as the others. */
  CompletionStage<?> load(RedisScriptingAsyncCommands<String, String> redis) {
    return redis.scriptLoad(text);
  }

  /** Runs it by its text: the probes of each beat stay out of Redis' count of runs by digest. */
  CompletionStage<List<Object>> runText(
      RedisScriptingAsyncCommands<String, String> redis, String[] keys, String... arguments) {
    return redis.eval(text, ScriptOutputType.MULTI, keys, arguments);
  }

  /** Runs it by its digest; by its text if this Redis does not know the digest. */
  CompletionStage<List<Object>> run(
      RedisScriptingAsyncCommands<String, String> redis, String[] keys, String[] arguments) {
    return redis
        .<List<Object>>evalsha(sha, ScriptOutputType.MULTI, keys, arguments)
        .exceptionallyCompose(failure ->
            isUnknown(failure)
                ? redis.eval(text, ScriptOutputType.MULTI, keys, arguments)
                : CompletableFuture.failedStage(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof RedisNoScriptException
        || (failure instanceof CompletionException wrapped
            && wrapped.getCause() instanceof RedisNoScriptException);
  }

  private static String constant(String name) {
    Matcher constant = Pattern.compile("local " + name + " = '(\\w+)'").matcher(read("topic.lua"));
    if (!constant.find()) {
      throw new IllegalStateException("topic.lua has no " + name);
    }
    return constant.group(1);
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream("/redis/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no resource /redis/" + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
