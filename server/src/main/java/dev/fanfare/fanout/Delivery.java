package dev.fanfare.fanout;

/**
 * An answer of several messages that is being sent to one socket. The next message is sent when the
 * socket can take more. Until all are sent, the socket receives nothing else of its topics. On the
 * socket's loop.
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

  /** Sends the next message. Returns whether it was the last. */
  boolean sendNext(Outlet outlet) {
    next = answer.send(outlet, next);
    return next < 0;
  }
}
