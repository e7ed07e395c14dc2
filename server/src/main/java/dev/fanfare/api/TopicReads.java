package dev.fanfare.api;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.fanout.Hub;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics for HTTP: from the store, or from the replica here while the store cannot be
 * reached.
 *
 * <p>Equal questions share one read and one encoding. A question joins only a read that has yet to
 * be sent to the store. A read in progress may have left the store before a publication that was
 * answered since, and every later read must contain that publication. So each question has at most
 * one read in progress, and one that waits for its end; all who ask meanwhile join the second.
 *
 * <p>A large answer is remembered while a socket takes it. The next read then asks the store for
 * the events after it. If there are none, it gets the same bytes.
 */
@Singleton
final class TopicReads {
  /** The number of reads in progress, each of up to a topic's state; the others wait. */
  static final int MAX_UNDER_WAY = 4;

  private final Backplane backplane;
  private final Hub hub;
  private final Metrics metrics;
  private final KnownAnswers known = new KnownAnswers();

  /** Guarded by itself, like its content and the fields below. */
  private final Map<TopicQuestion, PendingRead> readings = new HashMap<>();

  private final Queue<PendingRead> ready = new ArrayDeque<>();
  private int underWay;

  TopicReads(Backplane backplane, Hub hub, Metrics metrics) {
    this.backplane = backplane;
    this.hub = hub;
    this.metrics = metrics;
  }

  /** The reads of one question. */
  private static final class PendingRead {
    final TopicQuestion question;
    boolean underWay;

    /** Those who asked since the read in progress was sent. */
    @Nullable CompletableFuture<byte[]> next;

    PendingRead(TopicQuestion question) {
      this.question = question;
    }
  }

  /** A read that is to be sent. */
  private record Start(PendingRead reading, CompletableFuture<byte[]> answer) {}

  /** The encoded answer. If the topic is not followed here, it fails when the store fails. */
  CompletionStage<byte[]> read(TopicQuestion question) {
    metrics.increment(Metric.READS);
    CompletableFuture<byte[]> answer;
    synchronized (readings) {
      PendingRead reading = readings.computeIfAbsent(question, PendingRead::new);
      if (reading.next == null) {
        reading.next = new CompletableFuture<>();
        if (!reading.underWay) {
          ready.add(reading);
        }
      }
      answer = reading.next;
    }
    startNext();
    return answer;
  }

  private void startNext() {
    for (Start start = take(); start != null; start = take()) {
      send(start);
    }
  }

  private @Nullable Start take() {
    synchronized (readings) {
      PendingRead reading = underWay < MAX_UNDER_WAY ? ready.poll() : null;
      CompletableFuture<byte[]> answer = reading == null ? null : reading.next;
      if (reading == null || answer == null) {
        return null;
      }
      underWay++;
      reading.underWay = true;
      reading.next = null;
      return new Start(reading, answer);
    }
  }

  private void send(Start start) {
    metrics.increment(Metric.READS_SENT);
    TopicQuestion question = start.reading().question;
    answer(question)
        .exceptionallyCompose(failure -> fallback(question, failure))
        .whenComplete((bytes, failure) -> {
          ended(start.reading());
          if (failure == null) {
            start.answer().complete(bytes);
          } else {
            start.answer().completeExceptionally(failure);
          }
          startNext();
        });
  }

  private void ended(PendingRead reading) {
    synchronized (readings) {
      underWay--;
      reading.underWay = false;
      if (reading.next == null) {
        readings.remove(reading.question);
      } else {
        ready.add(reading);
      }
    }
  }

  /**
   * Turns an exception into a failed stage: a read that never ends would keep its place forever.
   */
  private CompletionStage<byte[]> answer(TopicQuestion question) {
    try {
      KnownAnswers.Known before = known.find(question);
      return before == null ? whole(question) : sameOrWhole(question, before);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedStage(bug);
    }
  }

  private CompletionStage<byte[]> sameOrWhole(TopicQuestion question, KnownAnswers.Known before) {
    return backplane
        .since(question.topic(), before.to())
        .thenCompose(since ->
            since.isEmpty() && before.to().equals(since.from()) && before.to().equals(since.to())
                ? CompletableFuture.completedStage(before.bytes())
                : whole(question));
  }

  private CompletionStage<byte[]> whole(TopicQuestion question) {
    return backplane
        .since(question.topic(), question.from())
        .thenApply(delta -> encoded(question, delta));
  }

  private byte[] encoded(TopicQuestion question, Delta delta) {
    byte[] bytes = DeltaWriter.writeWhole(question.wanted(delta), Freshness.CURRENT);
    Position to = delta.to();
    if (to != null) {
      known.remember(question, to, bytes);
    }
    return bytes;
  }

  private CompletionStage<byte[]> fallback(TopicQuestion question, Throwable failure) {
    if (!isAway(failure)) {
      return CompletableFuture.failedStage(failure);
    }
    return hub.since(question.topic(), question.from())
        .thenCompose(replica ->
            replica
                .map(delta -> DeltaWriter.writeWhole(question.wanted(delta), Freshness.STALE))
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> CompletableFuture.failedStage(failure)));
  }

  private static boolean isAway(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof BackplaneUnavailableException;
  }
}
