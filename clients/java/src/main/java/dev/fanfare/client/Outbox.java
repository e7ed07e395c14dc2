package dev.fanfare.client;

import dev.fanfare.client.Pending.Admitted;
import dev.fanfare.topic.TopicName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All events to be published: a line of publishes that wait, and the admitted events, at most
 * {@link PublishLimits#underWay}. Owned by the loop, except for the line, which any thread may
 * join.
 *
 * <p>The first event of a topic waits {@link PublishLimits#window} for others. Then the topic waits
 * for one of {@link PublishLimits#MAX_REQUESTS} requests, which takes the events that have come by
 * then. The next events gather while that request is in progress.
 */
final class Outbox implements Batch.Settled, TopicOutbox.Dropped {
  private final ClientContext calls;
  private final PublishLimits limits;
  private final Queue<Pending> line = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean admitting = new AtomicBoolean();
  private final Map<TopicName, TopicOutbox> topics = new HashMap<>();
  private final Deque<TopicOutbox> ready = new ArrayDeque<>();
  private final Map<Batch, Call> requests = new LinkedHashMap<>();
  private int underWay;
  private boolean closed;

  Outbox(ClientContext calls) {
    this.calls = calls;
    this.limits = calls.options().limits();
  }

  /** From any thread; events from one thread keep their order. */
  void publish(Pending pending) {
    line.add(pending);
    admitSoon();
  }

  /** Sends nothing more; every publisher receives what is known. */
  void close() {
    closed = true;
    List.copyOf(requests.values()).forEach(call -> call.abandon(FanfareException.closed()));
    for (TopicOutbox topic : List.copyOf(topics.values())) {
      topic.drain().forEach(admitted -> admitted.failed(FanfareException.closed()));
    }
    topics.clear();
    ready.clear();
    admit();
  }

  private void admitSoon() {
    if (admitting.compareAndSet(false, true)) {
      calls.loop().execute(this::admit);
    }
  }

  private void admit() {
    admitting.set(false);
    for (Pending next = line.peek(); next != null && (closed || fits(next)); next = line.peek()) {
      line.remove();
      if (closed) {
        next.publisher().tryOnError(FanfareException.closed());
      } else if (!next.publisher().isDisposed()) {
        admit(next);
      }
    }
  }

  private boolean fits(Pending pending) {
    return underWay == 0 || underWay + pending.events() <= limits.underWay();
  }

  private void admit(Pending pending) {
    underWay += pending.events();
    long now = calls.loop().nanos();
    TopicOutbox topic = topics.computeIfAbsent(pending.topic(), TopicOutbox::new);
    topic.add(new Admitted(pending, now, now + limits.deadline().toNanos()));
    if (topic.isIdle() && !topic.isFull()) {
      topic.gather(calls.loop().after(limits.window(), () -> getInLine(topic)));
    } else if (topic.isFull()) {
      getInLine(topic);
    }
  }

  private void getInLine(TopicOutbox topic) {
    if (!topic.isReady()) {
      topic.ready();
      ready.add(topic);
      send();
    }
  }

  private void send() {
    while (!ready.isEmpty() && requests.size() < PublishLimits.MAX_REQUESTS) {
      TopicOutbox topic = ready.remove();
      List<Admitted> members = topic.takeBatch(calls.loop().nanos(), this);
      if (members.isEmpty()) {
        topic.rest();
        topics.remove(topic.topic());
      } else {
        Batch batch = new Batch(topic.topic(), members, calls, this);
        requests.put(batch, batch.start());
      }
    }
  }

  @Override
  public void dropped(Admitted admitted) {
    underWay -= admitted.events();
    calls.measurements().failed(admitted.events());
    admitSoon();
  }

  @Override
  public void settled(Batch batch, List<Admitted> again) {
    requests.remove(batch);
    underWay -= batch.events() - again.stream().mapToInt(Admitted::events).sum();
    TopicOutbox topic = topics.get(batch.topic());
    if (closed || topic == null) {
      return;
    }
    topic.putBackAlone(again);
    if (topic.isEmpty()) {
      topics.remove(batch.topic());
    } else {
      ready.add(topic);
    }
    send();
    admit();
  }
}
