package dev.fanfare.client;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
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
  private int refusals;

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

  /** Where to subscribe from on a new socket. */
  Position rejoin() {
    refusals = 0;
    return reader.rejoin();
  }

  /** Whether the last subscribe was refused, and no delta and no new socket came after it. */
  boolean isRefused() {
    return refusals > 0;
  }

  /** Where to subscribe from once more, after the server has refused a subscribe. */
  Position askAgain() {
    return reader.askAgain();
  }

  /**
   * The server has refused to subscribe to it for the moment.
   *
   * @param chance from 0 to below 1
   * @return how long to wait before the next try; it grows until a delta comes
   */
  Duration refusedFor(double chance) {
    return Backoff.COMING_BACK.wait(refusals++, chance, Duration.ZERO);
  }

  Position position() {
    return reader.position();
  }

  /** Takes a message; true if it does not fit: then subscribe from {@link #position}. */
  boolean receive(DeltaPart part) {
    return switch (reader.receive(part)) {
      case TopicReader.ReadResult.Applied applied -> {
        joined = true;
        refusals = 0;
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
