package dev.fanfare.backplane.redis;

import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of what Redis keeps of a topic. All bear the hash tag <code>{topic}</code>, so that a
 * cluster keeps them in one slot; a topic's name has no braces that could end it early.
 */
final class TopicKeys {
  /** Written every beat, to see whether Redis can be written. */
  static final String PULSE = "fanfare:pulse";

  private static final String PREFIX = "fanfare:{";

  private TopicKeys() {}

  /** KEYS of every script; what they hold is written in {@code topic.lua}. */
  static String[] of(TopicName topic, @Nullable IdempotencyKey idempotencyKey) {
    String tag = channel(topic);
    String[] keys = {
      head(topic),
      tag + ":state",
      tag + ":log",
      tag + ":expiry",
      tag + ":latest",
      tag + ":users",
      tag,
      tag + ":idem:" + (idempotencyKey == null ? "" : idempotencyKey.value())
    };
    return idempotencyKey == null ? Arrays.copyOf(keys, keys.length - 1) : keys;
  }

  /** One of many keys of this kind, as a cluster has many slots. */
  static String pulse(int number) {
    return PULSE + ":" + number;
  }

  static String head(TopicName topic) {
    return channel(topic) + ":head";
  }

  /** Where followers of the topic listen. */
  static String channel(TopicName topic) {
    return PREFIX + topic + "}";
  }

  /** The topic whose followers listen there. */
  static TopicName topicOf(String channel) {
    return new TopicName(channel.substring(PREFIX.length(), channel.length() - 1));
  }
}
