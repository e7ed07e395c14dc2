package dev.fanfare.client;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic and its followers in this client. Owned by the loop. */
final class TopicFollowers {
  private final TopicName topic;
  private final TopicReader reader;
  private final List<Follower> followers = new ArrayList<>();
  private @Nullable Map<Key, Event.State> view;
  private boolean joined;
  private boolean stale;

  TopicFollowers(TopicName topic) {
    this.topic = topic;
    this.reader = new TopicReader(topic);
  }

  TopicName topic() {
    return topic;
  }

  TopicLog log() {
    return reader.log();
  }

  /** Whether the server has sent a delta of the topic. */
  boolean isJoined() {
    return joined;
  }

  /** Whether the server could not reach its store when it sent the last delta. */
  boolean isStale() {
    return stale;
  }

  /** The state; copied once after a change, for all followers. */
  Map<Key, Event.State> view() {
    if (view == null) {
      Map<Key, Event.State> copy = new LinkedHashMap<>();
      reader.log().state().forEach(set -> copy.put(set.key(), set));
      view = Collections.unmodifiableMap(copy);
    }
    return view;
  }

  void add(Follower follower) {
    followers.add(follower);
  }

  /** True if no follower is left. */
  boolean remove(Follower follower) {
    followers.remove(follower);
    return followers.isEmpty();
  }

  Position rejoin() {
    return reader.rejoin();
  }

  Position position() {
    return reader.position();
  }

  /** Takes a message; true if it does not fit: then subscribe from {@link #position}. */
  boolean receive(DeltaPart part) {
    return switch (reader.receive(part)) {
      case TopicReader.ReadResult.Applied applied -> {
        joined = true;
        stale = part.freshness() == Freshness.STALE;
        view = null;
        tell(applied.delta());
        yield false;
      }
      case TopicReader.ReadResult.Resubscribe ignored -> true;
      case TopicReader.ReadResult.Kept ignored -> false;
      case TopicReader.ReadResult.Dropped ignored -> false;
    };
  }

  private void tell(Delta delta) {
    for (Follower follower : List.copyOf(followers)) {
      follower.advanced(delta);
    }
  }

  /** Nothing more will come. */
  void fail(FanfareException why) {
    List.copyOf(followers).forEach(follower -> follower.fail(why));
    followers.clear();
  }

  void complete() {
    List.copyOf(followers).forEach(Follower::complete);
    followers.clear();
  }
}
