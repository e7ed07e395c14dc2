package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.redis.ScriptRunner.Run;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from Redis. An exception during the parsing of an answer means that the topic is
 * unreadable.
 *
 * <p>State of up to {@link StatePages#BYTES} is in the answer of the script. Larger state would
 * delay all other users of Redis, so it is read in pages while others write. The script returns the
 * head before the first page. The events since then are read last. The pages are of different
 * moments; with these events applied they are one consistent state.
 *
 * <p>A limited number of topics is read at the same time, because the memory of a topic is counted
 * only after it is read. The others wait.
 */
final class StoredTopics {
  /** Attempts to read all pages, if the log drops events before they are read. */
  private static final int TRIES = 3;

  private static final int MAX_READS = 16;
  private static final int MAX_LARGE_READS = 1;

  /** Stands for no position: the reader knows nothing. */
  private static final int NOTHING = -1;

  private final ScriptRunner scripts;
  private final StatePages pages;
  private final StoreLimits limits;
  private final OperationIds ids;
  private final Executor readers;

  /** The limit for topics that are read in one answer. */
  private final ConcurrencyLimit reads;

  /** The limit for topics whose state is read in pages. */
  private final ConcurrencyLimit largeReads;

  StoredTopics(
      ScriptRunner scripts,
      StatePages pages,
      StoreLimits limits,
      OperationIds ids,
      Executor readers) {
    this.scripts = scripts;
    this.pages = pages;
    this.limits = limits;
    this.ids = ids;
    this.readers = readers;
    this.reads = new ConcurrencyLimit(MAX_READS, readers);
    this.largeReads = new ConcurrencyLimit(MAX_LARGE_READS, readers);
  }

  CompletionStage<TopicLog> open(TopicName topic) {
    return reads.run(() -> openSmall(topic)).thenCompose(log -> orLarge(topic, log));
  }

  /** Empty if the state is large. */
  private CompletionStage<Optional<TopicLog>> openSmall(TopicName topic) {
    return opening(topic)
        .thenApplyAsync(
            reply ->
                reply.word().equals("large")
                    ? Optional.empty()
                    : Optional.of(reply.read(it -> opened(topic, it))),
            readers);
  }

  /** The small topic; reads a large one as soon as the limit allows it. */
  private CompletionStage<TopicLog> orLarge(TopicName topic, Optional<TopicLog> small) {
    return small.isPresent()
        ? CompletableFuture.completedStage(small.get())
        : largeReads.run(() -> openLarge(topic, TRIES));
  }

  private CompletionStage<TopicLog> openLarge(TopicName topic, int tries) {
    return opening(topic)
        .thenComposeAsync(
            reply ->
                reply.word().equals("large")
                    ? reply.read(it -> large(topic, it)).thenCompose(it -> openLarge(it, tries))
                    : CompletableFuture.completedStage(reply.read(it -> opened(topic, it))),
            readers);
  }

  private CompletionStage<Reply> opening(TopicName topic) {
    return run(Script.OPEN, topic, () -> arguments(topic).with(StatePages.BYTES));
  }

  private TopicLog opened(TopicName topic, Reply reply) {
    return log(topic, reply.head(1), reply.state(2), reply.log(3), reply.base(4));
  }

  /** A large topic; its state is read after the rest. */
  private record Large(
      TopicName topic,
      Position head,
      List<Event> log,
      @Nullable Position base,
      List<Event.State> state) {
    Large with(List<Event.State> read) {
      return new Large(topic, head, log, base, read);
    }
  }

  private CompletionStage<Large> large(TopicName topic, Reply reply) {
    Position head = reply.head(1);
    if (head.isStart()) {
      throw new IllegalArgumentException("state without a head");
    }
    Large large = new Large(topic, head, reply.log(4), reply.base(5), List.of());
    return pages
        .read(topic, reply.number(2), reply.number(3))
        .thenApplyAsync(page -> large.with(page.read(it -> it.stateUntil(0, head.seq()))), readers);
  }

  private CompletionStage<TopicLog> openLarge(Large large, int tries) {
    return sinceReply(large.topic(), large.head())
        .thenComposeAsync(
            reply ->
                reply.word().equals("since")
                    ? CompletableFuture.completedStage(reply.read(it -> joined(large, it.log(2))))
                    : openAgain(large.topic(), tries - 1),
            readers);
  }

  private CompletionStage<TopicLog> openAgain(TopicName topic, int tries) {
    return tries > 0
        ? openLarge(topic, tries)
        : CompletableFuture.failedStage(
            new BackplaneUnavailableException(
                "the topic changes faster than its state can be read"));
  }

  private TopicLog joined(Large large, List<Event> since) {
    TopicLog log = log(large.topic(), large.head(), large.state(), large.log(), large.base());
    since.forEach(log::append);
    return log;
  }

  /** Fails if the parts do not fit together, because another program has changed them. */
  private TopicLog log(
      TopicName topic,
      Position head,
      List<Event.State> state,
      List<Event> log,
      @Nullable Position base) {
    boolean isBehind = !log.isEmpty() && !log.getLast().position().equals(head);
    boolean isAhead = !state.isEmpty() && state.getLast().position().seq() > head.seq();
    if (isBehind || isAhead) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "head %s: expected the last event of the log, and no later state",
              head));
    }
    return new TopicLog(topic, limits.topic(), head, new TopicLog.Snapshot(state, log, base));
  }

  CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return reads
        .run(() -> sinceSmall(topic, position))
        .thenCompose(delta ->
            delta.isPresent()
                ? CompletableFuture.completedStage(delta.get())
                : largeReads
                    .run(() -> openLarge(topic, TRIES))
                    .thenApply(log -> log.completeSince(null)));
  }

  /** Empty if the delta is a reset and the state is large. */
  private CompletionStage<Optional<Delta>> sinceSmall(
      TopicName topic, @Nullable Position position) {
    return sinceReply(topic, position)
        .thenApplyAsync(
            reply ->
                reply.word().equals("large")
                    ? Optional.empty()
                    : Optional.of(reply.read(it -> delta(topic, position, it))),
            readers);
  }

  private static Delta delta(TopicName topic, @Nullable Position from, Reply reply) {
    return reply.word().equals("reset")
        ? new Delta(topic, null, reply.head(1), List.copyOf(reply.state(2)))
        : new Delta(topic, Objects.requireNonNull(from), reply.head(1), reply.log(2));
  }

  private CompletionStage<Reply> sinceReply(TopicName topic, @Nullable Position position) {
    return run(
        Script.SINCE,
        topic,
        () ->
            arguments(topic)
                .with(StatePages.BYTES)
                .with(position == null ? NOTHING : position.seq())
                .with(position));
  }

  CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
    Function<Reply, Optional<Event.State>> reader =
        reply -> reply.has(1) ? Optional.of((Event.State) reply.event(1)) : Optional.empty();
    return run(Script.LATEST, topic, () -> arguments(topic).with(user))
        .thenApply(reply -> reply.read(reader));
  }

  private Arguments arguments(TopicName topic) {
    return Arguments.of(topic, ids.next(), limits);
  }

  private CompletionStage<Reply> run(
      Script script, TopicName topic, Supplier<Arguments> arguments) {
    return scripts.whole(new Run(script, topic, null, arguments));
  }
}
