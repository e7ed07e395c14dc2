package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.InvalidValueException;
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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads the heads of many topics with one write to each master. */
final class Heads {
  /** Receives the head of one topic, or why it could not be read. */
  interface HeadReader {
    void onHead(@Nullable Position head, @Nullable Throwable failure);
  }

  /** A request for the head of one topic. */
  record HeadQuestion(TopicName topic, HeadReader reader) {
    void fail(RedisException failure) {
      reader.onHead(null, failure);
    }
  }

  private final Shards shards;
  private final TopicKeys keys;

  Heads(Shards shards, TopicKeys keys) {
    this.shards = shards;
    this.keys = keys;
  }

  /** Reads all heads. The reader of a topic that no shard has receives a failure at once. */
  void read(Collection<HeadQuestion> questions) {
    Map<Shard, List<HeadQuestion>> byShard = new HashMap<>();
    for (HeadQuestion question : questions) {
      shards
          .of(question.topic())
          .ifPresentOrElse(
              shard -> byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(question),
              () -> question.fail(new RedisException(Failure.DISCONNECTED)));
    }
    byShard.forEach(this::read);
  }

  private void read(Shard shard, List<HeadQuestion> questions) {
    Collection<RedisCommand<String, String, ?>> commands = new ArrayList<>();
    for (HeadQuestion question : questions) {
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

  private AsyncCommand<String, String, List<String>> command(TopicName topic) {
    var arguments =
        new CommandArgs<>(StringCodec.UTF8).addKey(keys.head(topic)).add("v").add("seq").add("id");
    return new AsyncCommand<>(
        new Command<>(CommandType.HMGET, new ValueListOutput<>(StringCodec.UTF8), arguments));
  }

  /** A topic without a head has no events. */
  private static CompletionStage<Position> head(List<@Nullable String> fields) {
    String format = fields.get(0);
    String seq = fields.get(1);
    String id = fields.get(2);
    if (format == null && seq == null && id == null) {
      return CompletableFuture.completedStage(Position.START);
    }
    if (format == null || !Script.FORMATS.contains(format)) {
      return CompletableFuture.failedStage(
          new UnreadableStoreException(
              String.format(
                  Locale.ROOT,
                  "Redis holds this topic in format %s, expected %s",
                  format,
                  Script.FORMATS),
              null));
    }
    try {
      // The first publication of the topic has begun, and perhaps not ended.
      return CompletableFuture.completedStage(
          seq == null && id == null ? Position.START : Position.parse(seq + "." + id));
    } catch (InvalidValueException e) {
      return CompletableFuture.failedStage(UnreadableTopics.unreadable(e));
    }
  }
}
