package dev.fanfare.backplane.redis;

import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of what Redis keeps of a topic, and of where it tells. All have the hash tag <code>
 * {topic}</code>, so that a cluster keeps them in one slot; neither a topic's name nor the prefix
 * has braces that could end it early.
 *
 * <p>Keys belong to a database, channels do not: a channel of another database than 0 has its
 * number.
 */
final class TopicKeys {
  private final String begin;
  private final String channelEnd;
  private final String pulse;

  TopicKeys(String prefix, int database) {
    begin = prefix + ":{";
    channelEnd = database == 0 ? "}" : "}/" + database;
    pulse = prefix + ":pulse" + (database == 0 ? "" : "/" + database);
  }

  /** KEYS of every script; what they hold is written in {@code topic.lua}. */
  String[] of(TopicName topic, @Nullable IdempotencyKey idempotencyKey) {
    String tag = begin + topic + "}";
    String[] keys = {
      head(topic),
      state(topic),
      tag + ":log",
      tag + ":expiry",
      tag + ":latest",
      tag + ":users",
      channel(topic),
      tag + ":idem:" + (idempotencyKey == null ? "" : idempotencyKey.value())
    };
    return idempotencyKey == null ? Arrays.copyOf(keys, keys.length - 1) : keys;
  }

  /** Written every beat, and a channel: to see whether Redis can be used. */
  String pulse() {
    return pulse;
  }

  /** One of many of this kind, as a cluster has many slots. */
  String pulse(int number) {
    return pulse + ":" + number;
  }

  String head(TopicName topic) {
    return begin + topic + "}:head";
  }

  String state(TopicName topic) {
    return begin + topic + "}:state";
  }

  /** Where followers of the topic listen. */
  String channel(TopicName topic) {
    return begin + topic + channelEnd;
  }

  /** The topic whose followers listen there. */
  TopicName topicOf(String channel) {
    return new TopicName(channel.substring(begin.length(), channel.length() - channelEnd.length()));
  }
}
