package dev.fanfare.session;

import dev.fanfare.backplane.Publication;
import dev.fanfare.fanout.Lane;
import dev.fanfare.fanout.Outlet;
import dev.fanfare.fanout.Subscription;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.publish.Outcome;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.Channel;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client on a long-lived connection: its subscriptions, its rate, and its publications that are
 * not answered yet. A {@link Peer} speaks the client's protocol. On the connection's loop.
 */
public final class Session {
  /** Its place in the {@link Sessions} of its loop: the group, and the index there. */
  @Nullable List<Session> group;

  int index;

  private final SessionContext shared;
  private final Peer peer;
  private final Outlet outlet;
  private final Lane lane;
  private @Nullable RateLimit rateLimit;

  /** Bytes of publications that are not answered yet. */
  private long publishingBytes;

  private Session(SessionContext shared, Peer peer, Outlet outlet) {
    this.shared = shared;
    this.peer = peer;
    this.outlet = outlet;
    this.lane = shared.hub().lane(peer.channel().eventLoop());
  }

  /** Begins a session. It counts until {@link #gone} is called. */
  public static Session begin(SessionContext shared, Peer peer, Outlet outlet) {
    Session session = new Session(shared, peer, outlet);
    SendBuffer.bound(peer.channel());
    shared.sessions().add(session);
    return session;
  }

  Peer peer() {
    return peer;
  }

  Channel channel() {
    return peer.channel();
  }

  /**
   * Checks that the session may follow the topic. Nothing changes.
   *
   * @throws ProtocolException if it may not; its message names the limit
   */
  public void checkRoom(TopicName topic) {
    int most = shared.settings().topics();
    if (outlet.subscriptions().size() >= most && subscription(topic) == null) {
      throw new ProtocolException(
          ErrorCode.TOO_MANY_TOPICS,
          "topic \"" + topic + "\" is one too many: expected at most " + most);
    }
    if (!lane.mayFollow(topic, outlet)) {
      shared.metrics().increment(Metric.NO_ROOM);
      throw new ProtocolException(
          ErrorCode.UNAVAILABLE,
          "topic \""
              + topic
              + "\" is one too many: this instance follows topics in at most "
              + shared.hub().followedBytes()
              + " bytes");
    }
  }

  /** Follows the topic from the position, even if the session follows it already. */
  public void follow(TopicName topic, @Nullable Position from) {
    Subscription present = subscription(topic);
    if (present == null) {
      lane.subscribe(outlet, topic, from);
    } else {
      lane.move(present, from);
    }
  }

  /** Ends the subscription to the topic, if there is one. */
  public void unfollow(TopicName topic) {
    Subscription subscription = subscription(topic);
    if (subscription != null) {
      lane.unsubscribe(subscription);
    }
  }

  /** Ends all subscriptions. */
  public void unfollowAll() {
    outlet.subscriptions().forEach(lane::unsubscribe);
  }

  private @Nullable Subscription subscription(TopicName topic) {
    for (Subscription subscription : outlet.subscriptions()) {
      if (subscription.topic().equals(topic)) {
        return subscription;
      }
    }
    return null;
  }

  /**
   * Publishes.
   *
   * @param bytes the memory that the publication takes until it is answered
   * @param then receives the outcome, on the connection's loop
   */
  public void publish(Publication publication, int bytes, Consumer<Outcome> then) {
    publishingBytes += bytes;
    shared
        .publisher()
        .publish(publication)
        .thenAccept(outcome ->
            channel()
                .eventLoop()
                .execute(() -> {
                  then.accept(outcome);
                  onStored(bytes);
                }));
  }

  private void onStored(int bytes) {
    boolean hadRoom = hasRoom();
    publishingBytes -= bytes;
    if (!hadRoom && hasRoom()) {
      peer.onRoom();
    }
  }

  /** Whether the store keeps up with what this client publishes. */
  public boolean hasRoom() {
    return publishingBytes < SessionSettings.MAX_PUBLISHING_BYTES;
  }

  /**
   * Counts a frame of the client.
   *
   * @return false if it came too fast
   */
  public boolean takeFrame() {
    long now = channel().eventLoop().ticker().nanoTime();
    if (rateLimit == null) {
      rateLimit =
          new RateLimit(shared.settings().messagesPerSecond(), shared.settings().burst(), now);
    }
    return rateLimit.take(now);
  }

  /** Whether the client still sends too fast after many refusals. */
  public boolean ignoresRefusals() {
    return rateLimit != null && rateLimit.isIgnored();
  }

  /** The socket has become full, or can take more. If it can, a late client catches up. */
  public void onWritabilityChanged() {
    if (channel().isWritable()) {
      shared.fullSockets().remove(this);
      outlet.deliver();
      outlet.subscriptions().forEach(lane::writable);
    } else {
      shared.fullSockets().add(this);
    }
  }

  /** Lets the kernel take everything that waits to be sent, because nothing follows it. */
  public void onLastWords() {
    if (!channel().isWritable()) {
      SendBuffer.unbound(channel());
    }
  }

  /** The connection is closed. */
  public void gone() {
    shared.fullSockets().remove(this);
    unfollowAll();
    shared.sessions().remove(this);
  }
}
