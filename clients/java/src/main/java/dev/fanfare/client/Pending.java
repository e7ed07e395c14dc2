package dev.fanfare.client;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.util.List;

/**
 * Events that a publisher waits for: one, or several that are stored as a whole.
 *
 * @param drafts as JSON
 * @param company whether other publishes may share the request
 */
record Pending(
    TopicName topic,
    List<byte[]> drafts,
    boolean company,
    SingleEmitter<List<Position>> publisher) {
  int events() {
    return drafts.size();
  }

  /** These events, in a request of their own. */
  Pending alone() {
    return new Pending(topic, drafts, false, publisher);
  }

  /** Events that were admitted at {@code sinceNanos}. */
  record Admitted(Pending pending, long sinceNanos, long deadlineNanos) {
    int events() {
      return pending.events();
    }

    boolean isLate(long nowNanos) {
      return nowNanos - deadlineNanos >= 0;
    }

    void failed(FanfareException why) {
      // tryOnError: does nothing if the publisher has cancelled.
      pending.publisher().tryOnError(why);
    }

    Admitted alone() {
      return new Admitted(pending.alone(), sinceNanos, deadlineNanos);
    }
  }
}
