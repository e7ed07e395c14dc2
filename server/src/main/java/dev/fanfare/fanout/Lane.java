package dev.fanfare.fanout;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of the sockets of one event loop. Everything here runs on that loop; nothing
 * else touches it, so nothing needs a lock.
 *
 * <p>A subscription is always in one of three conditions. <em>Live</em>: its position is the one
 * that the next advance starts from; it gets the shared frame. <em>Behind</em>: its socket was
 * full; it keeps its position. <em>Awaiting</em>: it has asked the topic's home for the delta from
 * its position. Home and lane send each other tasks in order, so behind the home's answer the next
 * advance fits, and what came before it is in it.
 *
 * <p>Advances are not written when they come but when the loop has done all that was waiting, in a
 * <em>tick</em>: then all that piled up for a topic is one buffer, and one system call a socket.
 * Many members are written to in slices, between which the loop reads its sockets and other topics
 * have their turn.
 */
public final class Lane {
  /**
   * Members that are written to in one go; past it the loop reads its sockets before it goes on.
   */
  static final int SLICE = 512;

  private final EventExecutor loop;
  private final Hub hub;
  private final Metrics metrics;
  private final Map<TopicName, Members> topics = new HashMap<>();

  /** The topics with something to write. */
  private final Queue<Members> queue = new ArrayDeque<>();

  /** A tick is on its way. */
  private boolean ticking;

  /** What was written to in this tick without being flushed. */
  private final List<Outlet> unflushed = new ArrayList<>();

  Lane(EventExecutor loop, Hub hub, Metrics metrics) {
    this.loop = loop;
    this.hub = hub;
    this.metrics = metrics;
  }

  /** Delivers the topic to the socket, from this position on. The delta comes soon after. */
  public Subscription subscribe(Outlet outlet, TopicName topic, @Nullable Position from) {
    Members members = topics.computeIfAbsent(topic, Members::new);
    // All of them have one and the same name: thousands of equal ones would be megabytes.
    Subscription subscription = new Subscription(outlet, members.topic(), from);
    outlet.subscribed();
    if (members.isEmpty()) {
      hub.home(topic).attach(topic, this);
    }
    members.add(subscription);
    metrics.increment(Metric.SUBSCRIPTIONS);
    ask(subscription);
    return subscription;
  }

  /** Goes on from another position. */
  public void move(Subscription subscription, @Nullable Position from) {
    subscription.position = from;
    ask(subscription);
  }

  /** Delivers nothing more, not even what is under way. */
  public void unsubscribe(Subscription subscription) {
    Members members = topics.get(subscription.topic);
    if (members == null || subscription.index < 0) {
      return;
    }
    members.remove(subscription);
    subscription.outlet.unsubscribed();
    metrics.decrement(Metric.SUBSCRIPTIONS);
    if (members.isEmpty()) {
      topics.remove(subscription.topic);
      hub.home(subscription.topic).detach(subscription.topic, this);
    }
  }

  /** The socket can take more. */
  public void writable(Subscription subscription) {
    if (subscription.behind && !subscription.awaiting) {
      ask(subscription);
    }
  }

  /**
   * A topic moved on. Called by its home on the home's loop.
   *
   * @param onWritten is told on this loop when all members have it, or were found to be slow;
   *     unless another advance comes before
   */
  void advance(TopicName topic, List<Advance> advances, @Nullable Runnable onWritten) {
    onLoop(() -> {
      Members members = topics.get(topic);
      if (members != null) {
        members.hold(advances, onWritten);
        queue(members);
      } else if (onWritten != null) {
        onWritten.run();
      }
    });
  }

  /** The answer to a question. Called by the topic's home on the home's loop. */
  void answer(Subscription subscription, int question, Advance answer) {
    onLoop(() -> onAnswer(subscription, question, answer));
  }

  /** A home on this very loop needs no task: what it says in a row is heard in that order. */
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
      loop.execute(this::tick);
    }
  }

  /**
   * One slice of what is due, the topics in turn. What is due again waits for the next tick: until
   * then the loop has read its sockets, and what they brought goes out with it.
   */
  private void tick() {
    int budget = SLICE;
    try {
      for (int turns = queue.size(); budget > 0 && turns > 0; turns--) {
        Members members = queue.remove();
        members.isQueued = false;
        try {
          budget -= write(members, budget);
        } finally {
          if (members.isDue()) {
            queue(members);
          }
        }
      }
    } finally {
      flush();
      ticking = !queue.isEmpty();
      if (ticking) {
        // A task would be run before the loop has read its sockets; a timer that is due is run
        // after.
        loop.schedule(this::tick, 1, TimeUnit.NANOSECONDS);
      }
    }
  }

  private void flush() {
    unflushed.forEach(Outlet::flush);
    unflushed.clear();
  }

  /** Writes what is due to so many members at most; returns to how many. */
  private int write(Members members, int most) {
    Round round = members.round();
    if (round == null) {
      return 0;
    }
    int visited = 0;
    int delivered = 0;
    boolean whole = false;
    try {
      for (; visited < most && !round.isOver(); visited++) {
        Subscription member = members.get(round.next());
        if (isDue(member, round)) {
          write(member, round);
          delivered++;
        }
      }
      whole = true;
    } finally {
      if (!whole || round.isOver()) {
        members.endRound();
      }
      metrics.add(Metric.WRITES, delivered);
      metrics.add(Metric.DELIVERIES, (long) delivered * round.deltas());
    }
    return visited;
  }

  private void write(Subscription member, Round round) {
    Outlet outlet = member.outlet;
    if (!outlet.isShared()) {
      round.send(outlet);
    } else if (round.write(outlet)) {
      unflushed.add(outlet);
    }
    member.position = round.to();
  }

  private boolean isDue(Subscription member, Round round) {
    if (member.awaiting || isFull(member)) {
      return false;
    }
    if (isAt(round.from(), member)) {
      return true;
    }
    // Who has taken the place of one that has gone may have had it already.
    if (!isAt(round.to(), member)) {
      ask(member);
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // most often it is the very same; the rest is looked into
  private static boolean isAt(@Nullable Position position, Subscription member) {
    return member.position == position || Objects.equals(member.position, position);
  }

  private boolean isFull(Subscription member) {
    if (!member.outlet.isFull()) {
      return false;
    }
    member.behind = true;
    metrics.increment(Metric.SLOW_SKIPS);
    return true;
  }

  private void ask(Subscription subscription) {
    subscription.awaiting = true;
    subscription.behind = false;
    subscription.question++;
    hub.home(subscription.topic)
        .ask(new Question(this, subscription, subscription.question, subscription.position));
  }

  private void onAnswer(Subscription subscription, int question, Advance answer) {
    Members members = topics.get(subscription.topic);
    if (members == null || subscription.index < 0 || subscription.question != question) {
      return;
    }
    // What advanced before the answer is for the others; it must not meet this one behind it.
    while (members.isDue()) {
      write(members, members.size());
    }
    flush();
    subscription.awaiting = false;
    if (isFull(subscription)) {
      return;
    }
    subscription.position = answer.to();
    members.answers().writeTo(subscription.outlet, answer);
    metrics.increment(Metric.CATCH_UPS);
  }
}
