package dev.fanfare.backplane.redis;

import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of a topic's keys and of its channel in Redis. All have the hash tag <code>{topic}
 * </code>, so that a Cluster keeps them in one slot. Neither a topic's name nor the prefix has
 * braces, which could end the tag early.
 *
 * <p>Keys belong to a database, channels do not. So the channels of a database other than 0 carry
 * its number.
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

  /** KEYS of every script; {@code topic.lua} documents what they hold. */
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

  /** A key and a channel that the probe uses every beat, to see whether Redis can be used. */
  String pulse() {
    return pulse;
  }

  /** One of many such keys: a Cluster needs one in a slot of each master. */
  String pulse(int number) {
    return pulse + ":" + number;
  }

  String head(TopicName topic) {
    return begin + topic + "}:head";
  }

  String state(TopicName topic) {
    return begin + topic + "}:state";
  }

  /** The channel of the topic's messages. */
  String channel(TopicName topic) {
    return begin + topic + channelEnd;
  }

  /** The topic of this channel. */
  TopicName topicOf(String channel) {
    return new TopicName(channel.substring(begin.length(), channel.length() - channelEnd.length()));
  }
}
