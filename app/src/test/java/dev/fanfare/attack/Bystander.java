package dev.fanfare.attack;

import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Recorder;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Honest clients beside the attackers: one publishes at a moderate rate, some read. Each event has
 * the time at which it was due, and latencies count from there. So a publication that waits for an
 * earlier one counts in full.
 */
final class Bystander implements AutoCloseable {
  static final String TOPIC = "bystander";

  private static final int READERS = 4;
  private static final int EVENTS_PER_SECOND = 100;
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / EVENTS_PER_SECOND;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int DIGITS = 2;

  private final Recorder deliveries = new Recorder(DIGITS);
  private final Recorder publications = new Recorder(DIGITS);
  private final Recorder own = new Recorder(DIGITS);
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final List<BystanderReader> readers;
  private final RawSocket calls;
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().name("bystander-", 0).daemon().factory());
  private final long begunNanos;

  /** Written by the task that publishes. */
  private long published;

  /** Written by the task that only reads the clock. */
  private long looks;

  private volatile long accepted;
  private volatile boolean closed;

  private Bystander(int port) throws IOException {
    readers =
        IntStream.range(0, READERS).mapToObj(_ -> BystanderReader.join(port, deliveries)).toList();
    await("bystanders").until(() -> readers.stream().allMatch(BystanderReader::hasJoined));
    calls = Honest.connect(port, PATIENCE_MILLIS);
    begunNanos = System.nanoTime();
    Thread.ofPlatform().name("bystander-answers").daemon().start(this::readAnswers);
    clock.scheduleAtFixedRate(this::publish, 0, PERIOD_NANOS, TimeUnit.NANOSECONDS);
    clock.scheduleAtFixedRate(this::look, 0, PERIOD_NANOS, TimeUnit.NANOSECONDS);
  }

  static Bystander beside(Victim victim) {
    try {
      return new Bystander(victim.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets earlier measurements: {@link #latencies} has those from now on. */
  void measure() {
    deliveries.reset();
    publications.reset();
    own.reset();
  }

  /**
   * The latencies of all events that were due in that time, including those that have not come yet.
   */
  Latencies latencies() {
    awaitEvent((System.nanoTime() - begunNanos) / PERIOD_NANOS);
    return new Latencies(
        Latency.of(deliveries.getIntervalHistogram()),
        Latency.of(publications.getIntervalHistogram()),
        Latency.of(own.getIntervalHistogram()));
  }

  /** Waits for everything that was accepted, and returns what did not come or not in order. */
  List<String> findings() {
    long wanted = accepted;
    List<String> all = new ArrayList<>(findings);
    if (!awaitEvent(wanted)) {
      all.add("a bystander did not get event " + wanted);
    }
    readers.forEach(it -> all.addAll(it.findings()));
    return all.stream().distinct().limit(3).toList();
  }

  private boolean awaitEvent(long number) {
    try {
      await()
          .atMost(Honest.PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> readers.stream().allMatch(it -> it.last() >= number || it.isOver()));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    calls.close();
    readers.forEach(BystanderReader::close);
  }

  private long dueNanos(long number) {
    return begunNanos + (number - 1) * PERIOD_NANOS;
  }

  private void look() {
    record(own, ++looks);
  }

  private void record(Recorder latencies, long number) {
    long nanos = Math.max(0, System.nanoTime() - dueNanos(number));
    latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  private void publish() {
    try {
      published++;
      String event =
          "{\"kind\":\"notice\",\"data\":{\"n\":%d,\"due\":%d}}"
              .formatted(published, dueNanos(published));
      calls.send(Honest.publication(TOPIC, event, ""));
    } catch (RuntimeException e) {
      over(e);
      throw e; // nothing more is published
    }
  }

  private void readAnswers() {
    try {
      for (long number = 1; !closed; number++) {
        Answer answer = Honest.readAnswer(calls);
        record(publications, number);
        if (answer.status() == 200) {
          accepted = number;
        } else {
          findings.add("a bystander's publication was answered " + answer.status());
        }
      }
    } catch (IOException | RuntimeException e) {
      over(e);
    }
  }

  private void over(Exception e) {
    if (!closed) {
      findings.add("the bystander's calls: " + e);
    }
  }
}
