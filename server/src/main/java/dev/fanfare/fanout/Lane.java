package dev.fanfare.fanout;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.metrics.Timing;
import dev.fanfare.protocol.CloseCode;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of the sockets of one event loop. Everything here runs on that loop, so nothing
 * needs a lock.
 *
 * <p>The {@link Condition} of a subscription decides what it receives. A home and a lane send each
 * other tasks in order: an answer leads to the head of the home's replica, and the next advance
 * begins there. An answer contains all advances before it.
 *
 * <p>An advance is not written when it arrives, but in a <em>tick</em>, after the loop has done all
 * waiting tasks (see {@link LoopTurn}). By then all advances of a topic are one buffer, and each
 * socket gets them with one system call. Many members are written to in stretches; between
 * stretches the loop reads its sockets and other topics have their turn.
 */
public final class Lane {
  /** How many members of all topics are written to before the loop reads its sockets again. */
  static final int BUDGET = 512;

  /** How many members of one topic are written to before new advances may join. */
  static final int STRETCH = 32;

  static final Duration LONGEST_REST = Duration.ofMillis(1);

  private final EventExecutor loop;
  private final Hub hub;
  private final Metrics metrics;
  private final int budget;
  private final int stretch;
  private final Map<MembersKey, Members> groups = new HashMap<>();

  /** Members with the same key get the same bytes. */
  private record MembersKey(TopicName topic, Format format) {}

  /** The members with something to write. */
  private final Queue<Members> queue = new ArrayDeque<>();

  /** Whether a tick is scheduled. */
  private boolean ticking;

  /** The outlets that were written to in this tick and not yet flushed. */
  private final List<Outlet> unflushed = new ArrayList<>();

  private final FrameBudget budgetOfFrames;

  /** Cuts sockets that do not take what they were sent; does nothing until it is set. */
  private Runnable relief = () -> {};

  Lane(EventExecutor loop, Hub hub, Metrics metrics) {
    this(loop, hub, metrics, BUDGET, STRETCH);
  }

  Lane(EventExecutor loop, Hub hub, Metrics metrics, int budget, int stretch) {
    this.loop = loop;
    this.hub = hub;
    this.metrics = metrics;
    this.budget = budget;
    this.stretch = stretch;
    this.budgetOfFrames = new FrameBudget(hub.frameBytes(), () -> relief.run());
  }

  int stretch() {
    return stretch;
  }

  FrameBudget budget() {
    return budgetOfFrames;
  }

  /**
   * Sets the task that runs when sockets of this lane hold too much memory because they do not take
   * what they were sent. To be called before the first subscription.
   */
  public void onOverdrawn(Runnable relief) {
    this.relief = relief;
  }

  /**
   * Whether members of this topic and format are here already, or the instance has room to follow
   * one more topic.
   */
  public boolean mayFollow(TopicName topic, Outlet outlet) {
    return groups.containsKey(new MembersKey(topic, outlet.format())) || hub.room().hasRoom();
  }

  /** Delivers the topic to the socket from this position on. The delta follows soon. */
  public Subscription subscribe(Outlet outlet, TopicName topic, @Nullable Position from) {
    Subscription subscription = add(outlet, topic, from);
    ask(subscription);
    return subscription;
  }

  private Subscription add(Outlet outlet, TopicName topic, @Nullable Position from) {
    Members members =
        groups.computeIfAbsent(
            new MembersKey(topic, outlet.format()),
            it -> new Members(it.topic(), this, it.format()));
    if (members.isEmpty()) {
      hub.room().add(FollowedRoom.MEMBERS_BYTES);
      hub.home(topic).attach(members);
    }
    Subscription subscription = members.add(outlet, from);
    outlet.add(subscription);
    metrics.increment(Metric.SUBSCRIPTIONS);
    return subscription;
  }

  /** Continues from another position. */
  public void move(Subscription subscription, @Nullable Position from) {
    subscription.outlet.stopDelivery(subscription);
    subscription.moveTo(from);
    ask(subscription);
  }

  /** Stops delivering, including what is in progress. */
  public void unsubscribe(Subscription subscription) {
    if (subscription.hasEnded()) {
      return;
    }
    Members members = subscription.members;
    members.remove(subscription).ifPresent(this::deliverRest);
    subscription.outlet.stopDelivery(subscription);
    subscription.outlet.remove(subscription);
    metrics.decrement(Metric.SUBSCRIPTIONS);
    if (members.isEmpty()) {
      groups.remove(new MembersKey(members.topic(), members.format()));
      hub.room().add(-FollowedRoom.MEMBERS_BYTES);
      hub.home(members.topic()).detach(members);
    }
  }

  /** The socket can take more. */
  public void writable(Subscription subscription) {
    if (subscription.isBehind()) {
      ask(subscription);
    }
  }

  /**
   * Sends the rest of the round at once to a member that the round may have passed, unless its
   * socket is full.
   */
  private void deliverRest(Subscription member) {
    Round round = member.members.inProgress();
    if (round != null && !member.isAwaiting() && !skipIfFull(member)) {
      deliverRest(member, round);
    }
  }

  /**
   * The topic of these members has advanced. Called by its home on the home's loop.
   *
   * @param isShared whether other lanes have members of the topic as well
   */
  void advance(Members members, Advance advance, boolean isShared) {
    onLoop(() -> {
      if (!members.isEmpty()) {
        members.hold(advance, isShared);
        queue(members);
      }
    });
  }

  /**
   * The topic of these members has advanced by a large delta or a reset: each member asks for the
   * delta from its position. Called by its home on the home's loop.
   */
  void catchUp(Members members) {
    onLoop(() -> {
      members.drop();
      members.all().forEach(this::catchUp);
    });
  }

  /** A member that awaits an answer need not ask: the home answers after this advance. */
  private void catchUp(Subscription member) {
    if (!member.isAwaiting() && !skipIfFull(member)) {
      ask(member);
    }
  }

  /** The topic can no longer be followed: its subscribers have to reconnect. Called by its home. */
  void expel(Members members) {
    onLoop(() -> {
      for (Subscription subscription : members.all()) {
        unsubscribe(subscription);
        subscription.outlet.end(CloseCode.OVERLOADED);
      }
    });
  }

  /** The answer to a question. Called by the topic's home on the home's loop. */
  void answer(Subscription subscription, int question, Answer answer) {
    onLoop(() -> onAnswer(subscription, question, answer));
  }

  /** A home on this very loop needs no task: its calls keep their order anyway. */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private void queue(Members members) {
    if (!members.isQueued) {
      members.isQueued = true;
      queue.add(members);
    }
    if (!ticking) {
      ticking = true;
      LoopTurn.afterWhatWaits(loop, this::tick);
    }
  }

  /**
   * Writes a part of what is due, each topic in turn. A topic that is due again waits for the next
   * tick. By then the loop has read its sockets, and what they brought goes out with it.
   */
  private void tick() {
    int left = budget;
    try {
      for (int turns = queue.size(); left > 0 && turns > 0; turns--) {
        Members members = queue.remove();
        members.isQueued = false;
        long begun = loop.ticker().nanoTime();
        try {
          left -= write(members, left);
        } finally {
          if (members.isDue()) {
            goOn(members, loop.ticker().nanoTime() - begun);
          }
        }
      }
    } finally {
      flush();
      ticking = !queue.isEmpty();
      if (ticking) {
        LoopTurn.afterReading(loop, this::tick);
      }
    }
  }

  /**
   * Schedules the next stretch: at once, or after a rest half as long as the last stretch took. If
   * a topic has members in several lanes, each lane finishes its laps sooner and merges less. So a
   * lane rests while more than one lap is in progress, and what arrives meanwhile goes out in the
   * same writes.
   */
  private void goOn(Members members, long nanos) {
    if (members.isCrowded()) {
      members.isQueued = true;
      Runnable rested =
          () -> {
            members.isQueued = false;
            queue(members);
          };
      loop.schedule(rested, Math.min(nanos / 2, LONGEST_REST.toNanos()), TimeUnit.NANOSECONDS);
    } else {
      queue(members);
    }
  }

  private void flush() {
    unflushed.forEach(Outlet::flush);
    unflushed.clear();
  }

  /**
   * Continues the topic's round by at most this number of members. Returns how many were visited.
   */
  private int write(Members members, int most) {
    Round round = members.joinHeld();
    if (round == null) {
      return 0;
    }
    Laps laps = round.laps();
    int stretch = Math.min(most, laps.stretch(members.size()));
    members.forgetClosed(laps.place(members.size()), stretch);
    int visited = 0;
    int written = 0;
    try {
      while (visited < stretch && !members.isEmpty()) {
        visited++;
        if (write(members, laps.visit(members.size()), round)) {
          written++;
        }
      }
    } finally {
      metrics.add(Metric.WRITES, written);
      metrics.add(Metric.DELIVERIES, (long) written * laps.deltas());
      if (written > 0 && !laps.isOver() && laps.isOutAfter(visited)) {
        // Once for a lap, not for each delivery: the clock costs as much as a few bytes to a
        // socket.
        metrics.record(Timing.DELIVERY, loop.ticker().nanoTime() - laps.sinceNanos());
      }
      members.passed(visited);
    }
    return visited;
  }

  /** Whether the member at this index was sent everything in progress. */
  private boolean write(Members members, int index, Round round) {
    Socket direct = members.direct(index);
    if (direct == null || !direct.isOpen() || !members.isAt(index, round.laps().from())) {
      return write(members.get(index), round);
    }
    int left = round.write(direct);
    members.move(index, round.laps().to());
    if (left > 0) {
      members.get(index).outlet.send(round.last(left));
    }
    return true;
  }

  private boolean write(Subscription member, Round round) {
    if (member.isAwaiting() || skipIfFull(member)) {
      return false;
    }
    if (!member.isAt(round.laps().from())) {
      deliverRest(member, round);
      return false;
    }
    Outlet outlet = member.outlet;
    if (!outlet.isShared()) {
      round.send(outlet);
    } else if (round.write(outlet)) {
      unflushed.add(outlet);
    }
    member.moveTo(round.laps().to());
    return true;
  }

  /** Sends the rest of the round to a member that an answer has moved on. */
  private void deliverRest(Subscription member, Round round) {
    Laps laps = round.laps();
    Position position = member.position();
    Laps.Rest rest = position == null ? Laps.Rest.NONE : laps.restFrom(position);
    if (rest.deltas() > 0) {
      round.send(member.outlet, rest);
      member.moveTo(laps.to());
      metrics.increment(Metric.WRITES);
      metrics.add(Metric.DELIVERIES, rest.deltas());
    } else if (!member.isAt(laps.to())) {
      ask(member);
    }
  }

  /**
   * Whether the socket of a live member is full: then the member is skipped until it can take more.
   */
  private boolean skipIfFull(Subscription member) {
    if (!member.outlet.isFull()) {
      return false;
    }
    member.skip();
    metrics.increment(Metric.SLOW_SKIPS);
    return true;
  }

  private void ask(Subscription subscription) {
    int question = subscription.ask();
    hub.home(subscription.topic())
        .ask(new Question(this, subscription, question, subscription.position()));
  }

  private void onAnswer(Subscription subscription, int question, Answer answer) {
    if (!subscription.answered(question) || skipIfFull(subscription)) {
      return;
    }
    subscription.moveTo(answer.to());
    Members members = subscription.members;
    SharedAnswer shared = members.shared(answer);
    subscription.outlet.deliver(subscription, shared);
    members.keep(shared);
    metrics.increment(Metric.CATCH_UPS);
  }
}
