package dev.fanfare.client;

import static dev.fanfare.client.FanfareException.Reason.NOT_SENT;

import dev.fanfare.client.Pending.Admitted;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is to be published to one topic, in its order. At most one batch of a topic is under way, so
 * a retry cannot overtake or be overtaken. Owned by the loop.
 */
final class TopicOutbox {
  private final TopicName topic;
  private final Deque<Admitted> queue = new ArrayDeque<>();
  private Disposable window = Disposable.disposed();
  private int events;
  private boolean ready;

  TopicOutbox(TopicName topic) {
    this.topic = topic;
  }

  TopicName topic() {
    return topic;
  }

  void add(Admitted admitted) {
    queue.add(admitted);
    events += admitted.events();
  }

  /** Others may come within the window, which this timer ends. */
  void gather(Disposable window) {
    this.window = window;
  }

  /** Whether nothing of it is being gathered, in line for a request or under way. */
  boolean isIdle() {
    return !ready && window.isDisposed();
  }

  boolean isFull() {
    return events >= PublishLimits.MAX_BATCH;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  boolean isReady() {
    return ready;
  }

  /** It is in line for a request, or has one, until {@link #rest}. */
  void ready() {
    window.dispose();
    ready = true;
  }

  void rest() {
    ready = false;
  }

  /** Takes the next events that go together; those whose time is up are told so and left out. */
  List<Admitted> takeBatch(long nowNanos, Dropped dropped) {
    List<Admitted> batch = new ArrayList<>();
    int count = 0;
    for (Admitted next = queue.peek(); next != null; next = queue.peek()) {
      boolean unwanted = next.pending().publisher().isDisposed();
      if (unwanted || next.isLate(nowNanos)) {
        drop(queue.remove(), dropped);
        continue;
      }
      boolean fits = next.pending().company() && count + next.events() <= PublishLimits.MAX_BATCH;
      if (!batch.isEmpty() && !fits) {
        break;
      }
      batch.add(queue.remove());
      count += next.events();
      if (!next.pending().company()) {
        break;
      }
    }
    events -= count;
    return batch;
  }

  /** Puts back what one request could not do for all of them, each for a request of its own. */
  void putBackAlone(List<Admitted> batch) {
    for (Admitted admitted : batch.reversed()) {
      queue.addFirst(admitted.alone());
      events += admitted.events();
    }
  }

  /** Whoever is told that events were left out. */
  interface Dropped {
    void dropped(Admitted admitted);
  }

  private void drop(Admitted admitted, Dropped dropped) {
    events -= admitted.events();
    admitted.failed(
        new FanfareException(
            NOT_SENT, "nothing was stored: events before it took until its deadline"));
    dropped.dropped(admitted);
  }

  /** Everything is over. */
  List<Admitted> drain() {
    window.dispose();
    List<Admitted> rest = List.copyOf(queue);
    queue.clear();
    events = 0;
    return rest;
  }
}
