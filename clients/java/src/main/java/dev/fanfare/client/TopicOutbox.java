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
 * The events to be published to one topic, in their order. At most one batch of a topic is in
 * progress, so a retry cannot change the order. Owned by the loop.
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

  /** Waits for more events until this timer ends the window. */
  void gather(Disposable window) {
    this.window = window;
  }

  /** Whether it gathers no events, waits for no request and has none. */
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

  /** It waits for a request, or has one, until {@link #rest}. */
  void ready() {
    window.dispose();
    ready = true;
  }

  void rest() {
    ready = false;
  }

  /** Takes the events of the next batch. Late and cancelled ones fail and are left out. */
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

  /** Puts back the events of a batch that failed as a whole, each for a request of its own. */
  void putBackAlone(List<Admitted> batch) {
    for (Admitted admitted : batch.reversed()) {
      queue.addFirst(admitted.alone());
      events += admitted.events();
    }
  }

  /** Receives the events that were left out. */
  interface Dropped {
    void dropped(Admitted admitted);
  }

  private void drop(Admitted admitted, Dropped dropped) {
    events -= admitted.events();
    admitted.failed(
        new FanfareException(
            NOT_SENT, "nothing was stored: its deadline passed while it waited for its turn"));
    dropped.dropped(admitted);
  }

  /** Empties it, and returns the events that were in it. */
  List<Admitted> drain() {
    window.dispose();
    List<Admitted> rest = List.copyOf(queue);
    queue.clear();
    events = 0;
    return rest;
  }
}
