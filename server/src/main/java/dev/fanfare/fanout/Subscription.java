package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * A socket's position in a topic. There is no queue beside it: whoever is behind gets the delta
 * from here when the socket can take it. Only the lane of the socket touches it.
 */
public final class Subscription {
  final Outlet outlet;
  final Members members;

  /** The question that is open at the topic's home; an answer to another one is out of date. */
  int question;

  /** It waits for the home's answer; what advances meanwhile is in that answer. */
  boolean awaiting;

  /** Something advanced while the socket was full. */
  boolean behind;

  /** Its place among the members, where its position is; -1 when it has ended. */
  int index = -1;

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

  /** What the socket has been sent last, of this topic. */
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
