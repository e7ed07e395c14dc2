package dev.fanfare.fanout;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The topics that are followed at this instance. Every event loop has a {@link Lane} for its
 * sockets and a {@link Home} for its share of the topics, by the hash of the name. So each topic's
 * replica has one writer, and so have each socket's subscriptions; lanes and homes send each other
 * tasks.
 */
public final class Hub {
  private final Map<EventExecutor, Lane> lanes = new HashMap<>();

  /**
   * One eighth of the heap is for buffers: most machines grant buffers as much memory as the heap,
   * or half of it.
   */
  private static final int PART_OF_HEAP = 8;

  private final List<Home> homes;
  private final long frameBytes;
  private final FollowedRoom room;

  public Hub(
      Backplane backplane, List<EventExecutor> loops, HubSettings settings, Metrics metrics) {
    frameBytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / loops.size();
    loops.forEach(loop -> lanes.put(loop, new Lane(loop, this, metrics)));
    room = new FollowedRoom(settings.followedBytes(), metrics);
    homes = loops.stream().map(loop -> new Home(loop, backplane, settings, metrics, this)).toList();
  }

  /** The lane of the sockets of this loop. */
  public Lane lane(EventLoop loop) {
    return Objects.requireNonNull(lanes.get(loop), "a socket of a loop that is not the hub's");
  }

  /**
   * The delta from this position to the head of the replica here; empty if the topic is not
   * followed here. The replica may be out of date while the store cannot be reached.
   */
  public CompletionStage<Optional<Delta>> since(TopicName topic, @Nullable Position from) {
    return home(topic).since(topic, from);
  }

  /** The bytes that may wait for sockets of one loop that do not take them. */
  long frameBytes() {
    return frameBytes;
  }

  /** The bytes of heap that all followed topics together may take. */
  public long followedBytes() {
    return room.limit();
  }

  FollowedRoom room() {
    return room;
  }

  /** Has all homes free what they can spare. From any thread. */
  void shed() {
    homes.forEach(Home::shedSoon);
  }

  Home home(TopicName topic) {
    return homes.get(Math.floorMod(topic.hashCode(), homes.size()));
  }
}
