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
 * <p>Parallel arrays hold everything that a round looks at for each member. Of thousands of
 * sockets, hardly one's own objects are in the processor's cache when its turn comes.
 */
final class Members {
  private static final int FEW = 1;

  private final TopicName topic;
  private final Lane lane;
  private final Format format;
  private @Nullable Subscription[] members = new Subscription[FEW];

  /** The position that each member was last sent. */
  private @Nullable Position[] positions = new Position[FEW];

  /**
   * The socket of each member that may be written to directly; null if the subscription has to be
   * looked at first.
   */
  private @Nullable Socket[] direct = new Socket[FEW];

  private int size;
  private List<Advance> held = List.of();
  private @Nullable SharedAnswer answer;
  private @Nullable Round round;
  private boolean isShared;

  /** Whether it is in the lane's queue. */
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

  /** A copy: some members may go meanwhile. */
  List<Subscription> all() {
    return List.of(Arrays.copyOf(members, size));
  }

  @Nullable Position position(int index) {
    return positions[index];
  }

  @SuppressWarnings("ReferenceEquality") // usually the identical object; the rest is compared
  boolean isAt(int index, @Nullable Position position) {
    return positions[index] == position || Objects.equals(positions[index], position);
  }

  void move(int index, @Nullable Position to) {
    positions[index] = to;
  }

  /**
   * The socket of a live member that nothing waits for and nobody else writes to; null for others.
   */
  @Nullable Socket direct(int index) {
    return direct[index];
  }

  /**
   * Forbids direct writes to the closed sockets among these members.
   *
   * <p>All of them are looked at before the first is written to, so the processor waits for memory
   * once and not for each in turn. Each is checked again when its turn comes: a member that goes
   * meanwhile moves another to its place, which was not looked at.
   */
  void forgetClosed(int place, int count) {
    for (int i = place; i < place + count; i++) {
      Socket socket = direct[i];
      if (socket != null && !socket.isOpen()) {
        direct[i] = null;
      }
    }
  }

  /** Allows direct writes to a member's socket; null forbids them. Called by the subscription. */
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
   * Removes a member; the last member takes its place.
   *
   * @return the moved member, if the round may miss it because it has passed that place
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

  /** The answer as a shared one, with the messages that other members are taking of it. */
  SharedAnswer shared(Answer wanted) {
    SharedAnswer present = answer;
    return present != null && present.isOf(wanted)
        ? present
        : new SharedAnswer(wanted, lane.budget());
  }

  /** Keeps the answer for other members while some are taking it, until the topic moves on. */
  void keep(SharedAnswer sent) {
    answer = sent.isIdle() ? null : sent;
  }

  /** Ends the round and drops held advances: all members receive them in answers. */
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

  /** Holds the advance until the next stretch. */
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

  /** The round in progress, without held advances; null if there is none. */
  @Nullable Round inProgress() {
    return round;
  }

  /** Adds the held advances to the round in progress, and returns it; null if there is nothing. */
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

  /** Whether other lanes have members too, and an advance has joined the round in progress here. */
  boolean isCrowded() {
    return isShared && round != null && round.laps().hasJoined();
  }

  /** This number of members was visited. */
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
