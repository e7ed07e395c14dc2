package dev.fanfare.protocol;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** A message from a client. */
public sealed interface ClientFrame {
  /** Subscribes to a topic, from this position on. */
  record Subscribe(String id, TopicName topic, @Nullable Position from) implements ClientFrame {}

  /** Ends the subscription to a topic. */
  record Unsubscribe(String id, TopicName topic) implements ClientFrame {}

  /**
   * Stores an event, which every subscriber receives.
   *
   * @param idempotencyKey publishes with the same key within 2 min are one publish and get the same
   *     answer
   */
  record Publish(String id, TopicName topic, Draft draft, @Nullable IdempotencyKey idempotencyKey)
      implements ClientFrame {}

  /** Renews the session's token. */
  record Token(String id, String token) implements ClientFrame {}

  /** Answers a ping. */
  record Pong() implements ClientFrame {}
}
