package dev.fanfare.fanout;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
 * <p>Advances are not written when they come but when the loop has done all that was waiting: then
 * all that piled up for a topic is one buffer, and one system call a socket.
 */
public final class Lane {
  private final EventExecutor loop;
  private final Hub hub;
  private final Metrics metrics;
  private final Map<TopicName, Members> topics = new HashMap<>();

  Lane(EventExecutor loop, Hub hub, Metrics metrics) {
    this.loop = loop;
    this.hub = hub;
    this.metrics = metrics;
  }

  /** Delivers the topic to the channel, from this position on. The delta comes soon after. */
  public Subscription subscribe(Channel channel, TopicName topic, @Nullable Position from) {
    Subscription subscription = new Subscription(channel, topic, from);
    Members members = topics.computeIfAbsent(topic, Members::new);
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

  /** A topic moved on. Called by its home from any thread. */
  void advance(TopicName topic, Advance advance) {
    loop.execute(() -> {
      Members members = topics.get(topic);
      if (members != null) {
        hold(members, advance);
      }
    });
  }

  /** The answer to a question. Called by the topic's home from any thread. */
  void answer(Subscription subscription, int question, Advance answer) {
    loop.execute(() -> onAnswer(subscription, question, answer));
  }

  private void hold(Members members, Advance advance) {
    if (members.hold(advance)) {
      loop.execute(() -> write(members));
    }
  }

  private void write(Members members) {
    Advance merged = members.takeHeld();
    if (merged == null) {
      return;
    }
    var frames = Unpooled.directBuffer(merged.frames().length).writeBytes(merged.frames());
    int delivered = 0;
    try {
      for (int i = 0; i < members.size(); i++) {
        Subscription member = members.get(i);
        if (!member.awaiting && isDue(member, merged)) {
          member.channel.writeAndFlush(frames.retainedDuplicate(), member.channel.voidPromise());
          member.position = merged.to();
          delivered++;
        }
      }
    } finally {
      frames.release();
    }
    metrics.add(Metric.DELIVERIES, (long) delivered * merged.deltas());
  }

  private boolean isDue(Subscription member, Advance advance) {
    if (isFull(member)) {
      return false;
    }
    if (!Objects.equals(member.position, advance.from())) {
      ask(member);
      return false;
    }
    return true;
  }

  private boolean isFull(Subscription member) {
    if (member.channel.isWritable()) {
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
    write(members);
    subscription.awaiting = false;
    if (isFull(subscription)) {
      return;
    }
    subscription.position = answer.to();
    members.answers().writeTo(subscription.channel, answer);
    metrics.increment(Metric.CATCH_UPS);
  }
}
