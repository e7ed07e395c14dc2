package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket's position in a topic, and its {@link Condition}. It has no queue: a subscription that
 * is behind gets the delta from its position when the socket can take it. Only the lane of the
 * socket touches it.
 */
public final class Subscription {
  private static final Condition LIVE = new Condition.Live();
  private static final Condition BEHIND = new Condition.Behind();

  final Outlet outlet;
  final Members members;

  /** Its index among the members, which hold its position; -1 once it has ended. */
  int index = -1;

  private Condition condition = BEHIND;
  private int questions;

  Subscription(Outlet outlet, Members members) {
    this.outlet = outlet;
    this.members = members;
  }

  public TopicName topic() {
    return members.topic();
  }

  boolean hasEnded() {
    return index < 0;
  }

  boolean isAwaiting() {
    return condition instanceof Condition.Awaiting;
  }

  boolean isBehind() {
    return condition instanceof Condition.Behind;
  }

  /** Waits for an answer from now on. Meanwhile the lane does not write directly to the socket. */
  int ask() {
    condition = new Condition.Awaiting(++questions);
    allow(null);
    return questions;
  }

  /** Takes an answer and is live from now on. False if the answer is out of date. */
  boolean answered(int question) {
    boolean isLatest =
        !hasEnded() && condition instanceof Condition.Awaiting(int latest) && latest == question;
    if (isLatest) {
      condition = LIVE;
    }
    return isLatest;
  }

  /** Skips it, because its socket is full. */
  void skip() {
    condition = BEHIND;
  }

  /**
   * Sets the socket that the lane may write to directly while the subscription is live; null for
   * none.
   */
  void allow(@Nullable Socket socket) {
    if (!hasEnded()) {
      members.allow(this, isAwaiting() ? null : socket);
    }
  }

  /** The position that the socket was last sent; null before the first answer. */
  @Nullable Position position() {
    return members.position(index);
  }

  boolean isAt(@Nullable Position position) {
    return members.isAt(index, position);
  }

  void moveTo(@Nullable Position position) {
    members.move(index, position);
  }
}
