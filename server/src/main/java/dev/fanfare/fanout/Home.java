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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The topics whose replicas one event loop writes. Its map and all in it belong to that loop. */
final class Home {
  /** All topics are looked at this often, so that those with nothing due soon need no timer. */
  static final Duration PATROL = Duration.ofMinutes(1);

  private final EventExecutor loop;
  private final Backplane backplane;
  private final HubSettings settings;
  private final Metrics metrics;
  private final Answers answers;
  private final Map<TopicName, FollowedTopic> topics = new HashMap<>();
  private boolean patrolling;

  Home(EventExecutor loop, Backplane backplane, HubSettings settings, Metrics metrics) {
    this.loop = loop;
    this.backplane = backplane;
    this.settings = settings;
    this.metrics = metrics;
    this.answers = new Answers(metrics);
  }

  /** A lane has subscribers of their topic from now on. From any thread. */
  void attach(Members members) {
    loop.execute(() -> topics.computeIfAbsent(members.topic(), this::follow).attach(members));
  }

  /** These are all gone, and will not come again. From any thread. */
  void detach(Members members) {
    loop.execute(() -> {
      FollowedTopic topic = topics.get(members.topic());
      if (topic != null && topic.detach(members)) {
        after(settings.linger(), () -> dropUnused(members.topic(), topic));
      }
    });
  }

  /** Somebody of an attached lane wants a delta. From any thread. */
  void ask(Question question) {
    loop.execute(() -> {
      FollowedTopic topic = topics.get(question.topic());
      if (topic != null) {
        topic.onQuestion(question);
      }
    });
  }

  /** What leads from this position to the head of the replica, if there is one. From any thread. */
  CompletionStage<Optional<Delta>> since(TopicName name, @Nullable Position from) {
    CompletableFuture<Optional<Delta>> answer = new CompletableFuture<>();
    loop.execute(() ->
        answer.complete(Optional.ofNullable(topics.get(name)).flatMap(topic -> topic.since(from))));
    return answer;
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

  Answers answers() {
    return answers;
  }

  long nanoTime() {
    return loop.ticker().nanoTime();
  }

  Future<?> after(Duration delay, Runnable task) {
    return loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
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

  private void dropUnused(TopicName name, FollowedTopic topic) {
    if (topic.isUnused() && topics.remove(name, topic)) {
      topic.close();
      metrics.decrement(Metric.TOPICS);
    }
  }
}
