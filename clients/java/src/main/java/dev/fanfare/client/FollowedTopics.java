package dev.fanfare.client;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The followed topics, all over one connection, which exists while there is a follower. Owned by
 * the loop.
 */
final class FollowedTopics implements Connection.ConnectionEvents {
  private final Loop loop;
  private final RandomGenerator random;
  private final Connection connection;
  private final Map<TopicName, TopicFollowers> topics = new LinkedHashMap<>();
  private boolean closed;

  FollowedTopics(ClientContext calls, ClientSockets sockets) {
    this.loop = calls.loop();
    this.random = calls.random();
    this.connection = new Connection(calls, sockets, this);
  }

  Connection connection() {
    return connection;
  }

  /** From any thread. */
  void onLoop(Runnable task) {
    loop.execute(task);
  }

  /** On the loop. */
  void add(Follower follower) {
    if (follower.isCancelled()) {
      return;
    }
    TopicFollowers topic = topics.get(follower.name());
    if (topic == null) {
      topic = new TopicFollowers(follower.name());
      topics.put(follower.name(), topic);
      connection.subscribe(follower.name(), topic::position);
    }
    topic.add(follower);
    follower.follow(topic);
    if (closed) {
      close();
    } else {
      connection.keepUp();
    }
  }

  /** On the loop; ignores a follower that was removed before. */
  void remove(Follower follower) {
    TopicFollowers topic = topics.get(follower.name());
    if (topic != null && topic.remove(follower)) {
      topics.remove(follower.name());
      connection.unsubscribe(follower.name());
      if (topics.isEmpty()) {
        connection.rest();
      }
    }
  }

  /** The view of a topic that is followed and connected to its server; null for any other. */
  @Nullable Map<Key, Event.State> view(TopicName name) {
    TopicFollowers topic = topics.get(name);
    return topic != null && topic.isJoined() && connection.isOpen() ? topic.view() : null;
  }

  /** On the loop. Completes all followers. */
  void close() {
    closed = true;
    connection.close();
    List.copyOf(topics.values()).forEach(TopicFollowers::complete);
    topics.clear();
  }

  @Override
  public void opened() {
    topics.values().forEach(topic -> connection.subscribe(topic.topic(), topic::rejoin));
  }

  @Override
  public void received(DeltaPart part) {
    TopicFollowers topic = topics.get(part.delta().topic());
    if (topic != null && topic.receive(part)) {
      connection.subscribe(topic.topic(), topic::position);
    }
  }

  @Override
  public void refused(TopicName name, ServerFrame.Error why) {
    TopicFollowers topic = topics.get(name);
    if (topic == null) {
      return;
    }
    if (why.code().retryable()) {
      loop.after(topic.refusedFor(random.nextDouble()), () -> askAgain(topic));
      return;
    }
    topics.remove(name);
    topic.fail(FanfareException.refused(why.code(), why.message()));
    if (topics.isEmpty()) {
      connection.rest();
    }
  }

  @Override
  public void failed(FanfareException why) {
    List<TopicFollowers> all = List.copyOf(topics.values());
    topics.clear();
    all.forEach(topic -> topic.fail(why));
  }

  private void askAgain(TopicFollowers topic) {
    if (topics.get(topic.topic()) == topic && topic.isRefused()) {
      connection.subscribe(topic.topic(), topic::askAgain);
    }
  }
}
