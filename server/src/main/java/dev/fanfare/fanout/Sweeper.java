package dev.fanfare.fanout;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Has the store turn expired state into events in time. It never compares clocks: a state that has
 * just arrived expires at most one {@code ttl} from now, and the store says how long it is until
 * the next expiry.
 */
final class Sweeper {
  /** After the last ms of a state, so that one sweep is enough. */
  private static final long SLACK_MILLIS = 5;

  /** A topic is swept this often even if nothing expires, so that the store does not drop it. */
  private static final Duration TOUCH = Duration.ofHours(1);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TopicName topic;
  private final Home home;

  /** Set only if the sweep is due before the next patrol. */
  private @Nullable Future<?> timer;

  private long dueNanos;
  private boolean closed;

  Sweeper(TopicName topic, Home home) {
    this.topic = topic;
    this.home = home;
    this.dueNanos = home.nanoTime() + TOUCH.toNanos();
  }

  /** The topic was opened. Only the store knows when its state expires, so it is swept at once. */
  void onStateOf(TopicLog log) {
    if (log.state().stream().anyMatch(set -> set.ttl() != null)) {
      sweepIn(Duration.ZERO);
    }
  }

  void onEvents(Collection<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.State set && set.ttl() != null) {
        sweepIn(set.ttl().plusMillis(SLACK_MILLIS));
      }
    }
  }

  /**
   * Called every {@link Home#PATROL}: sets the timer if the sweep is due before the next patrol.
   */
  void patrol() {
    long left = dueNanos - home.nanoTime();
    if (!closed && timer == null && left < Home.PATROL.toNanos()) {
      timer = home.after(Duration.ofNanos(Math.max(0, left)), this::sweep);
    }
  }

  void close() {
    closed = true;
    stopTimer();
  }

  private void sweepIn(Duration delay) {
    long due = home.nanoTime() + delay.toNanos();
    if (due - dueNanos < 0) {
      stopTimer();
      dueNanos = due;
      patrol();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void sweep() {
    timer = null;
    dueNanos = home.nanoTime() + TOUCH.toNanos();
    home.backplane()
        .sweep(topic)
        .whenComplete((next, failure) -> home.loop().execute(() -> onSwept(next, failure)));
  }

  private void onSwept(@Nullable OptionalLong nextMillis, @Nullable Throwable failure) {
    if (failure != null || nextMillis == null) {
      sweepIn(RETRY);
    } else if (nextMillis.isPresent()) {
      sweepIn(Duration.ofMillis(nextMillis.getAsLong() + SLACK_MILLIS));
    }
  }
}
