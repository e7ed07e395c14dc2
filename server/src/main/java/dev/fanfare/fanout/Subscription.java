package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket's position in a topic, and its {@link Condition}. There is no queue beside it: one that
 * is behind gets the delta from here when the socket can take it. Only the lane of the socket
 * touches it.
 */
public final class Subscription {
  private static final Condition LIVE = new Condition.Live();
  private static final Condition BEHIND = new Condition.Behind();

  final Outlet outlet;
  final Members members;

  /** Its place among the members, where its position is; -1 when it has ended. */
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

  /** Waits for an answer from now on; nobody writes past this object meanwhile. */
  int ask() {
    condition = new Condition.Awaiting(++questions);
    allow(null);
    return questions;
  }

  /** Takes an answer: it is live from now on. False if the answer is out of date. */
  boolean answered(int question) {
    boolean isLatest =
        !hasEnded() && condition instanceof Condition.Awaiting(int latest) && latest == question;
    if (isLatest) {
      condition = LIVE;
    }
    return isLatest;
  }

  /** It is left out since its socket is full. */
  void skip() {
    condition = BEHIND;
  }

  /** What the next advance may be written to straight, as long as it is live; null for nothing. */
  void allow(@Nullable Socket socket) {
    if (!hasEnded()) {
      members.allow(this, isAwaiting() ? null : socket);
    }
  }

  /** What the socket has been sent last, of this topic; null before the first answer. */
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
