package dev.fanfare.fanout;

import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one topic in one lane, and the advances that are held for them. */
final class Members {
  private static final int FEW = 2;

  private final TopicName topic;
  private final int stretch;
  private @Nullable Subscription[] members = new Subscription[FEW];
  private int size;
  private final List<Advance> held = new ArrayList<>(FEW);
  private final SharedFrames answers = new SharedFrames();
  private @Nullable Round round;
  private boolean isShared;

  /** Something joined the round when it last went on. */
  private boolean hasJoined;

  /** It waits for its turn in the lane. */
  boolean isQueued;

  Members(TopicName topic, int stretch) {
    this.topic = topic;
    this.stretch = stretch;
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
    if (round != null) {
      round.grow();
    }
  }

  /**
   * The last takes the place of the one that goes.
   *
   * @return whom the round may miss, because it has been at that place already
   */
  Optional<Subscription> remove(Subscription subscription) {
    Subscription last = get(--size);
    members[subscription.index] = last;
    members[size] = null;
    last.index = subscription.index;
    subscription.index = -1;
    if (round == null) {
      return Optional.empty();
    }
    round.shrink(size);
    boolean mayMiss =
        last.index >= 0 && !last.awaiting && !Objects.equals(last.position, round.to());
    return mayMiss ? Optional.of(last) : Optional.empty();
  }

  /** The answer that members are being sent, until the topic moves on. */
  SharedFrames answers() {
    return answers;
  }

  /** Keeps the advance until the next stretch. */
  void hold(Advance advance, boolean isShared) {
    held.add(advance);
    this.isShared = isShared;
    answers.forget();
  }

  /** Whether there is something to write. */
  boolean isDue() {
    return round != null || !held.isEmpty();
  }

  /** All that is under way, what is held with it from here on; null if that is nothing. */
  @Nullable Round round() {
    hasJoined = round != null && !held.isEmpty();
    if (!held.isEmpty()) {
      if (round == null) {
        round = new Round(stretch);
      }
      round.join(held, size);
      held.clear();
    }
    return round;
  }

  /** Whether more keeps coming while it is under way here and in other lanes. */
  boolean isCrowded() {
    return isShared && hasJoined;
  }

  /** So many members were come to. */
  void passed(int visited) {
    if (round != null) {
      round.passed(visited);
      if (round.isOver()) {
        round.release();
        round = null;
      }
    }
  }

  @Override
  public String toString() {
    return topic + " with " + size;
  }
}
