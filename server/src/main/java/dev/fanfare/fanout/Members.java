package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.unix.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one topic in one lane and one format, and the advances that are held for
 * them.
 *
 * <p>What is looked at for each member of each round lies side by side here: of thousands of
 * sockets hardly one's own objects are in the processor's cache when its turn comes.
 */
final class Members {
  private static final int FEW = 1;

  private final TopicName topic;
  private final Lane lane;
  private final Format format;
  private @Nullable Subscription[] members = new Subscription[FEW];

  /** What each has been sent last. */
  private @Nullable Position[] positions = new Position[FEW];

  /**
   * Where each may be written to as it is; null where the subscription is to be looked at first.
   */
  private @Nullable Socket[] direct = new Socket[FEW];

  private int size;
  private List<Advance> held = List.of();
  private @Nullable SharedAnswer answer;
  private @Nullable Round round;
  private boolean isShared;

  /** It waits for its turn in the lane. */
  boolean isQueued;

  Members(TopicName topic, Lane lane, Format format) {
    this.topic = topic;
    this.lane = lane;
    this.format = format;
  }

  TopicName topic() {
    return topic;
  }

  Lane lane() {
    return lane;
  }

  Format format() {
    return format;
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

  /** A copy: some may go meanwhile. */
  List<Subscription> all() {
    return List.of(Arrays.copyOf(members, size));
  }

  @Nullable Position position(int index) {
    return positions[index];
  }

  @SuppressWarnings("ReferenceEquality") // most often it is the very same; the rest is looked into
  boolean isAt(int index, @Nullable Position position) {
    return positions[index] == position || Objects.equals(positions[index], position);
  }

  void move(int index, @Nullable Position to) {
    positions[index] = to;
  }

  /** The socket of a live member that nothing waits for and nobody else writes to, if it is one. */
  @Nullable Socket direct(int index) {
    return direct[index];
  }

  /**
   * Of so many from this place on, those whose sockets are closed may not be written to directly.
   *
   * <p>This looks at all of them before the first is written to: the processor waits for what it
   * has to get from memory once, not for each in turn. Each is asked again when its turn comes: one
   * that goes meanwhile moves others to places that were not looked at.
   */
  void forgetClosed(int place, int count) {
    for (int i = place; i < place + count; i++) {
      Socket socket = direct[i];
      if (socket != null && !socket.isOpen()) {
        direct[i] = null;
      }
    }
  }

  /** The member may be written to here; null if it may not. Called by the subscription. */
  void allow(Subscription member, @Nullable Socket socket) {
    direct[member.index] = socket;
  }

  Subscription add(Outlet outlet, @Nullable Position from) {
    if (size == members.length) {
      int larger = size + (size >> 1) + 1;
      members = Arrays.copyOf(members, larger);
      positions = Arrays.copyOf(positions, larger);
      direct = Arrays.copyOf(direct, larger);
    }
    Subscription subscription = new Subscription(outlet, this);
    put(size++, subscription, from, null);
    if (round != null) {
      round.laps().grow();
    }
    return subscription;
  }

  private void put(
      int index, Subscription subscription, @Nullable Position position, @Nullable Socket socket) {
    members[index] = subscription;
    positions[index] = position;
    direct[index] = socket;
    subscription.index = index;
  }

  /**
   * The last takes the place of the one that goes.
   *
   * @return whom the round may miss, because it has been at that place already
   */
  Optional<Subscription> remove(Subscription subscription) {
    Subscription last = get(--size);
    put(subscription.index, last, positions[size], direct[size]);
    members[size] = null;
    positions[size] = null;
    direct[size] = null;
    subscription.index = -1;
    if (round == null) {
      return Optional.empty();
    }
    round.laps().shrink(size);
    boolean mayMiss = !last.hasEnded() && !last.isAwaiting() && !last.isAt(round.laps().to());
    return mayMiss ? Optional.of(last) : Optional.empty();
  }

  /** The answer, with what other members are taking of it. */
  SharedAnswer shared(Answer wanted) {
    SharedAnswer present = answer;
    return present != null && present.isOf(wanted)
        ? present
        : new SharedAnswer(wanted, lane.budget());
  }

  /** Others may share what some are taking of it, until the topic moves on. */
  void keep(SharedAnswer sent) {
    answer = sent.isIdle() ? null : sent;
  }

  /** Nothing of what is in progress or held is sent any more: all members get it by answers. */
  void drop() {
    held = List.of();
    answer = null;
    if (round != null) {
      end(round);
    }
  }

  private void end(Round over) {
    over.release();
    round = null;
  }

  /** Keeps the advance until the next stretch. */
  void hold(Advance advance, boolean isShared) {
    if (held.isEmpty()) {
      held = new ArrayList<>(FEW);
    }
    held.add(advance);
    this.isShared = isShared;
    answer = null;
  }

  /** Whether there is something to write. */
  boolean isDue() {
    return round != null || !held.isEmpty();
  }

  /** What is in progress without what is held; null if that is nothing. */
  @Nullable Round inProgress() {
    return round;
  }

  /** Has what is held join what is in progress, and returns all of it; null if that is nothing. */
  @Nullable Round joinHeld() {
    if (!held.isEmpty()) {
      if (round == null) {
        round = new Round(lane.stretch(), lane.budget());
      }
      round.join(held, size);
      held = List.of();
    }
    return round;
  }

  /** Whether other lanes have members, too, and more has come while a round is in progress here. */
  boolean isCrowded() {
    return isShared && round != null && round.laps().hasJoined();
  }

  /** So many members were visited. */
  void passed(int visited) {
    if (round != null) {
      round.passed(visited);
      if (round.laps().isOver()) {
        end(round);
      }
    }
  }

  @Override
  public String toString() {
    return topic + " with " + size;
  }
}
