package dev.fanfare.fanout;

import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one topic in one lane, and the advances that are held for them. */
final class Members {
  private static final int FEW = 2;

  private final TopicName topic;
  private @Nullable Subscription[] members = new Subscription[FEW];
  private int size;
  private final List<Advance> held = new ArrayList<>(FEW);
  private final SharedFrames answers = new SharedFrames();
  private @Nullable Round round;
  private @Nullable Runnable onWritten;

  /** It waits for its turn in the lane. */
  boolean isQueued;

  Members(TopicName topic) {
    this.topic = topic;
  }

  TopicName topic() {
    return topic;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  Subscription get(int index) {
    return Objects.requireNonNull(members[index]);
  }

  void add(Subscription subscription) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size + (size >> 1) + 1);
    }
    subscription.index = size;
    members[size++] = subscription;
  }

  /** The last takes the place of the one that goes: the order of members means nothing. */
  void remove(Subscription subscription) {
    Subscription last = get(--size);
    members[subscription.index] = last;
    members[size] = null;
    last.index = subscription.index;
    subscription.index = -1;
    if (round != null) {
      round.shrink(size);
    }
  }

  /** The answer that members are being sent, until the topic moves on. */
  SharedFrames answers() {
    return answers;
  }

  /**
   * Keeps the advances for the next round.
   *
   * @param whenWritten is run when that is over, unless more is held by then; null if nobody asks
   */
  void hold(List<Advance> advances, @Nullable Runnable whenWritten) {
    held.addAll(advances);
    onWritten = whenWritten;
    answers.forget();
  }

  /** Whether there is something to write. */
  boolean isDue() {
    return round != null || !held.isEmpty();
  }

  /** The round that is under way, or else a new one of all that is held. */
  @Nullable Round round() {
    if (round == null && !held.isEmpty()) {
      round = new Round(held, size);
      held.clear();
    }
    return round;
  }

  void endRound() {
    if (round != null) {
      round.release();
      round = null;
    }
    Runnable waiting = onWritten;
    if (waiting != null && held.isEmpty()) {
      onWritten = null;
      waiting.run();
    }
  }

  @Override
  public String toString() {
    return topic + " with " + size;
  }
}
