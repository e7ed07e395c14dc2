package dev.fanfare.protocol;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** A message from a client. */
public sealed interface ClientFrame {
  /** Deliver this topic, from this position on. */
  record Subscribe(String id, TopicName topic, @Nullable Position from) implements ClientFrame {}

  /** Deliver it no more. */
  record Unsubscribe(String id, TopicName topic) implements ClientFrame {}

  /**
   * Store this and tell everyone.
   *
   * @param idempotencyKey the same key within a while is one publish and gets the same answer
   */
  record Publish(String id, TopicName topic, Draft draft, @Nullable IdempotencyKey idempotencyKey)
      implements ClientFrame {}

  /** Renew the session's token. */
  record Token(String id, String token) implements ClientFrame {}

  /** Still here. */
  record Pong() implements ClientFrame {}
}
