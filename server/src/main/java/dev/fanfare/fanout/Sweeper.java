package dev.fanfare.fanout;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Has the store turn what has expired into events, in time. It never compares clocks: a state that
 * has just been told expires a {@code ttl} from now at the latest, and the store says how long it
 * is until the next.
 */
final class Sweeper {
  /** Behind the last ms of a state, so that one sweep is enough. */
  private static final long SLACK_MILLIS = 5;

  /** A topic is swept this often even when nothing expires: it keeps the store from dropping it. */
  private static final Duration TOUCH = Duration.ofHours(1);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TopicName topic;
  private final Home home;
  private @Nullable Future<?> timer;
  private long dueNanos;
  private boolean closed;

  Sweeper(TopicName topic, Home home) {
    this.topic = topic;
    this.home = home;
  }

  /** The topic was opened: the store knows when it expires. */
  void onStateOf(TopicLog log) {
    boolean expiring = log.state().stream().anyMatch(set -> set.ttl() != null);
    sweepIn(expiring ? Duration.ZERO : TOUCH);
  }

  void onEvents(Collection<Event> events) {
    for (Event event : events) {
      if (event instanceof StateSet set && set.ttl() != null) {
        sweepIn(set.ttl().plusMillis(SLACK_MILLIS));
      }
    }
  }

  void close() {
    closed = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void sweepIn(Duration delay) {
    long due = System.nanoTime() + delay.toNanos();
    if (closed || (timer != null && !timer.isDone() && dueNanos - due <= 0)) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    dueNanos = due;
    timer = home.after(delay, this::sweep);
  }

  private void sweep() {
    home.backplane()
        .sweep(topic)
        .whenComplete((next, failure) -> home.loop().execute(() -> onSwept(next, failure)));
  }

  private void onSwept(@Nullable OptionalLong nextMillis, @Nullable Throwable failure) {
    if (failure != null || nextMillis == null) {
      sweepIn(RETRY);
    } else if (nextMillis.isPresent()) {
      sweepIn(Duration.ofMillis(nextMillis.getAsLong() + SLACK_MILLIS));
    } else {
      sweepIn(TOUCH);
    }
  }
}
