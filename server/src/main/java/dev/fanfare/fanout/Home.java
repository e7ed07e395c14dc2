package dev.fanfare.fanout;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The topics whose replicas one event loop writes. Only that loop touches the map and everything in
 * it.
 */
final class Home {
  /** Every topic is looked at this often, so a topic with nothing due soon needs no timer. */
  static final Duration PATROL = Duration.ofMinutes(1);

  private final EventExecutor loop;
  private final Backplane backplane;
  private final HubSettings settings;
  private final Metrics metrics;
  private final EncodedAnswers answers;
  private final Hub hub;
  private final Map<TopicName, FollowedTopic> topics = new HashMap<>();

  /** The topics without subscribers, the one that ends first at the front. One timer serves all. */
  private final SequencedMap<TopicName, FollowedTopic> lingering = new LinkedHashMap<>();

  /** The topics with a log that is worth dropping. */
  private final SequencedSet<FollowedTopic> thick = new LinkedHashSet<>();

  private final AtomicBoolean shedding = new AtomicBoolean();
  private boolean patrolling;
  private boolean dropping;

  Home(EventExecutor loop, Backplane backplane, HubSettings settings, Metrics metrics, Hub hub) {
    this.loop = loop;
    this.backplane = backplane;
    this.settings = settings;
    this.metrics = metrics;
    this.answers = new EncodedAnswers(metrics);
    this.hub = hub;
  }

  /** A lane has its first subscribers of this topic. From any thread. */
  void attach(Members members) {
    loop.execute(() -> {
      FollowedTopic topic = topics.get(members.topic());
      if (topic == null) {
        topic = follow(members.topic());
        topics.put(members.topic(), topic);
      }
      if (lingering.remove(members.topic(), topic)) {
        hub.room().linger(-topic.bytes());
      }
      topic.attach(members);
      shedAll();
    });
  }

  /** The last of these members has gone, and no other will join them. From any thread. */
  void detach(Members members) {
    loop.execute(() -> {
      FollowedTopic topic = topics.get(members.topic());
      if (topic != null && topic.detach(members) && !lingering.containsKey(members.topic())) {
        topic.lingerUntil(nanoTime() + settings.linger().toNanos());
        lingering.putLast(members.topic(), topic);
        hub.room().linger(topic.bytes());
        dropLater(settings.linger());
        shed();
      }
    });
  }

  /** A subscription of an attached lane asks for a delta. From any thread. */
  void ask(Question question) {
    loop.execute(() -> {
      FollowedTopic topic = topics.get(question.topic());
      if (topic != null) {
        topic.onQuestion(question);
      }
    });
  }

  /**
   * The delta from this position to the replica's head; empty if the topic is not followed here or
   * not open yet. From any thread.
   */
  CompletionStage<Optional<Delta>> since(TopicName name, @Nullable Position from) {
    CompletableFuture<Optional<Delta>> answer = new CompletableFuture<>();
    loop.execute(() ->
        answer.complete(Optional.ofNullable(topics.get(name)).flatMap(topic -> topic.since(from))));
    return answer;
  }

  /** Frees what can be spared while the limit is exceeded. From any thread. */
  void shedSoon() {
    if (!shedding.getAndSet(true)) {
      loop.execute(() -> {
        shedding.set(false);
        shed();
      });
    }
  }

  EventExecutor loop() {
    return loop;
  }

  Backplane backplane() {
    return backplane;
  }

  HubSettings settings() {
    return settings;
  }

  Metrics metrics() {
    return metrics;
  }

  EncodedAnswers answers() {
    return answers;
  }

  long nanoTime() {
    return loop.ticker().nanoTime();
  }

  Future<?> after(Duration delay, Runnable task) {
    return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The topic takes this many bytes more than before; negative if fewer. */
  void grown(FollowedTopic topic, long more) {
    hub.room().add(more);
    if (lingering.containsKey(topic.name())) {
      hub.room().linger(more);
    }
    if (more > 0) {
      if (topic.becomesThick()) {
        thick.add(topic);
      }
      shedAll();
    }
  }

  /**
   * Ends the topic and expels its subscribers: there is no room for it even without its log. They
   * have to come back later, or at another instance.
   */
  void giveUp(FollowedTopic topic) {
    metrics.increment(Metric.NO_ROOM);
    forget(topic);
    topic.expel();
  }

  boolean isFarOver() {
    return hub.room().isFarOver();
  }

  private FollowedTopic follow(TopicName name) {
    metrics.increment(Metric.TOPICS);
    if (!patrolling) {
      patrolling = true;
      after(PATROL, this::patrol);
    }
    return new FollowedTopic(name, this);
  }

  private void patrol() {
    topics.values().forEach(FollowedTopic::patrol);
    patrolling = !topics.isEmpty();
    if (patrolling) {
      after(PATROL, this::patrol);
    }
  }

  private void dropLater(Duration delay) {
    if (!dropping) {
      dropping = true;
      after(delay, this::dropUnused);
    }
  }

  private void dropUnused() {
    dropping = false;
    while (!lingering.isEmpty()) {
      FollowedTopic first = lingering.firstEntry().getValue();
      long left = first.lingeringUntil() - nanoTime();
      if (left > 0) {
        dropLater(Duration.ofNanos(left));
        return;
      }
      forget(first);
    }
  }

  /** Frees what can be spared here; asks all homes if that is not enough. */
  private void shedAll() {
    if (hub.room().isOver()) {
      shed();
      if (hub.room().isOver()) {
        hub.shed();
      }
    }
  }

  private void shed() {
    while (hub.room().isOver() && !lingering.isEmpty()) {
      metrics.increment(Metric.FORGOTTEN);
      forget(lingering.firstEntry().getValue());
    }
    for (FollowedTopic first = poll(); first != null; first = poll()) {
      metrics.increment(Metric.FORGOTTEN);
      first.thin();
    }
  }

  private @Nullable FollowedTopic poll() {
    return hub.room().isOver() && !thick.isEmpty() ? thick.removeFirst() : null;
  }

  private void forget(FollowedTopic topic) {
    if (lingering.remove(topic.name(), topic)) {
      hub.room().linger(-topic.bytes());
    }
    if (topics.remove(topic.name(), topic)) {
      topic.close();
      thick.remove(topic);
      hub.room().add(-topic.bytes());
      metrics.decrement(Metric.TOPICS);
    }
  }
}
