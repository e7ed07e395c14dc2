package dev.fanfare.client;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.util.List;

/**
 * Events that somebody waits for: one, or several that are stored as one.
 *
 * @param drafts as JSON
 * @param company whether others may go in the same request
 */
record Pending(
    TopicName topic,
    List<byte[]> drafts,
    boolean company,
    SingleEmitter<List<Position>> publisher) {
  int events() {
    return drafts.size();
  }

  /** The same, in a request of its own. */
  Pending alone() {
    return new Pending(topic, drafts, false, publisher);
  }

  /** Under way since it was admitted. */
  record Admitted(Pending pending, long sinceNanos, long deadlineNanos) {
    int events() {
      return pending.events();
    }

    boolean isLate(long nowNanos) {
      return nowNanos - deadlineNanos >= 0;
    }

    void failed(FanfareException why) {
      // tryOnError: whoever has cancelled does not want to hear of it.
      pending.publisher().tryOnError(why);
    }

    Admitted alone() {
      return new Admitted(pending.alone(), sinceNanos, deadlineNanos);
    }
  }
}
