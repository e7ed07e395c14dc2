package dev.fanfare.fanout;

/**
 * An answer of several messages on its way to one socket: the next is sent when the socket can take
 * more. Until all are sent, the socket gets nothing else of its topics. On the socket's loop.
 */
final class Delivery {
  private final Subscription subscription;
  private final SharedAnswer answer;
  private int next;

  Delivery(Subscription subscription, SharedAnswer answer) {
    this.subscription = subscription;
    this.answer = answer;
  }

  boolean isOf(Subscription other) {
    return subscription.equals(other);
  }

  /** Whether that was the last message. */
  boolean sendNext(Outlet outlet) {
    next = answer.send(outlet, next);
    return next < 0;
  }
}
