package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads the heads of many topics in one pass: one write to each master, however many they are. */
final class Heads {
  /** Hears what came of asking for one head: it, or why not. */
  interface Reader {
    void onHead(@Nullable Position head, @Nullable Throwable failure);
  }

  /** A head that somebody wants to know. */
  record Question(TopicName topic, Reader reader) {
    void fail(RedisException failure) {
      reader.onHead(null, failure);
    }
  }

  private final Shards shards;

  Heads(Shards shards) {
    this.shards = shards;
  }

  /** Whoever cannot be asked for hears so at once. */
  void read(Collection<Question> questions) {
    Map<Shard, List<Question>> byShard = new HashMap<>();
    for (Question question : questions) {
      shards
          .of(question.topic())
          .ifPresentOrElse(
              shard -> byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(question),
              () -> question.fail(new RedisException(Failure.DISCONNECTED)));
    }
    byShard.forEach(Heads::read);
  }

  private static void read(Shard shard, List<Question> questions) {
    Collection<RedisCommand<String, String, ?>> commands = new ArrayList<>();
    for (Question question : questions) {
      AsyncCommand<String, String, List<String>> command = command(question.topic());
      command.thenCompose(Heads::head).whenComplete(question.reader()::onHead);
      commands.add(command);
    }
    try {
      shard
          .commands()
          .orElseThrow(() -> new RedisException(Failure.DISCONNECTED))
          .dispatch(commands);
    } catch (RedisException e) {
      questions.forEach(question -> question.fail(e));
    }
  }

  private static AsyncCommand<String, String, List<String>> command(TopicName topic) {
    var arguments =
        new CommandArgs<>(StringCodec.UTF8)
            .addKey(TopicKeys.head(topic))
            .add("v")
            .add("seq")
            .add("id");
    return new AsyncCommand<>(
        new Command<>(CommandType.HMGET, new ValueListOutput<>(StringCodec.UTF8), arguments));
  }

  /** A topic without a format has no events. */
  private static CompletionStage<@Nullable Position> head(List<@Nullable String> fields) {
    String format = fields.get(0);
    if (format == null) {
      return CompletableFuture.completedStage(null);
    }
    if (!format.equals(Script.FORMAT)) {
      return CompletableFuture.failedStage(
          new UnreadableStoreException(
              "Redis holds this topic in format %s, expected %s".formatted(format, Script.FORMAT),
              null));
    }
    return CompletableFuture.completedStage(Position.parse(fields.get(1) + "." + fields.get(2)));
  }
}
