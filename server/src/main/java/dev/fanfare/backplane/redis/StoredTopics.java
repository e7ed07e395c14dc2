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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from Redis. An exception while an answer is read means that the topic is unreadable.
 *
 * <p>State of up to {@link StatePages#BYTES} is in the answer of the script. Larger state would
 * delay all other users of Redis, so it is read in pages while others write. The script returns the
 * head before the first page. The events since then are read last; applied to the pages, which are
 * of different moments, they make one consistent state.
 *
 * <p>A limited number of topics is read at the same time, because nobody counts the memory of a
 * topic before it is read. Others wait for their turn.
 */
final class StoredTopics {
  /** How often all pages are read if the log drops events before they can be read. */
  private static final int TRIES = 3;

  private static final int MAX_READS = 16;
  private static final int MAX_LARGE_READS = 2;

  /** The number that stands for no position: the reader knows nothing. */
  private static final int NOTHING = -1;

  private final ScriptRunner scripts;
  private final StatePages pages;
  private final StoreLimits limits;
  private final OperationIds ids;
  private final Executor readers;

  /** Topics that are read at the same time; each is up to a few MiB of heap. */
  private final ConcurrencyLimit reads;

  /** Of these, topics with large state. */
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
    return reads.run(() -> open(topic, TRIES));
  }

  private CompletionStage<TopicLog> open(TopicName topic, int tries) {
    return run(Script.OPEN, topic, () -> arguments(topic).with(StatePages.BYTES))
        .thenComposeAsync(
            reply ->
                reply.word().equals("large")
                    ? largeReads
                        .run(() -> reply.read(it -> large(topic, it)).thenCompose(this::openLarge))
                        .thenCompose(log -> log.isPresent() ? done(log.get()) : again(topic, tries))
                    : CompletableFuture.completedStage(reply.read(it -> opened(topic, it))),
            readers);
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

  /** Empty if the log has dropped events that came after the head. */
  private CompletionStage<Optional<TopicLog>> openLarge(Large large) {
    return sinceReply(large.topic(), large.head())
        .thenApplyAsync(
            reply ->
                reply.word().equals("since")
                    ? Optional.of(reply.read(it -> joined(large, it.log(2))))
                    : Optional.empty(),
            readers);
  }

  private static CompletionStage<TopicLog> done(TopicLog log) {
    return CompletableFuture.completedStage(log);
  }

  private CompletionStage<TopicLog> again(TopicName topic, int tries) {
    return tries > 1
        ? open(topic, tries - 1)
        : CompletableFuture.failedStage(
            new BackplaneUnavailableException(
                "the topic changes faster than its state can be read"));
  }

  private TopicLog joined(Large large, List<Event> since) {
    TopicLog log = log(large.topic(), large.head(), large.state(), large.log(), large.base());
    since.forEach(log::append);
    return log;
  }

  /** Fails if the parts do not fit together: somebody else has changed them. */
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
          "head %s: expected the last event of the log, and no later state".formatted(head));
    }
    return new TopicLog(topic, limits.topic(), head, new TopicLog.Snapshot(state, log, base));
  }

  CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return reads.run(() -> sinceNow(topic, position));
  }

  private CompletionStage<Delta> sinceNow(TopicName topic, @Nullable Position position) {
    return sinceReply(topic, position)
        .thenComposeAsync(
            reply ->
                reply.word().equals("large")
                    ? open(topic, TRIES).thenApply(log -> log.completeSince(null))
                    : CompletableFuture.completedStage(
                        reply.read(it -> delta(topic, position, it))),
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
