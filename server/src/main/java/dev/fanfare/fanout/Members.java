package dev.fanfare.fanout;

import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one topic in one lane, and the advances that are held for them. */
final class Members {
  private final TopicName topic;
  private final List<Subscription> members = new ArrayList<>();
  private final List<Advance> held = new ArrayList<>();
  private final SharedFrames answers = new SharedFrames();

  Members(TopicName topic) {
    this.topic = topic;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  int size() {
    return members.size();
  }

  Subscription get(int index) {
    return members.get(index);
  }

  void add(Subscription subscription) {
    subscription.index = members.size();
    members.add(subscription);
  }

  /** The last takes the place of the one that goes: the order of members means nothing. */
  void remove(Subscription subscription) {
    Subscription last = members.removeLast();
    if (last != subscription) {
      members.set(subscription.index, last);
      last.index = subscription.index;
    }
    subscription.index = -1;
  }

  /** The answer that members are being sent, until the topic moves on. */
  SharedFrames answers() {
    return answers;
  }

  /** Keeps the advance; whether it is the first to be kept. */
  boolean hold(Advance advance) {
    held.add(advance);
    answers.forget();
    return held.size() == 1;
  }

  /** All that is held as one, with the frames one behind the other. */
  @Nullable Advance takeHeld() {
    if (held.isEmpty()) {
      return null;
    }
    Advance merged = Advance.merged(held);
    held.clear();
    return merged;
  }

  @Override
  public String toString() {
    return topic + " with " + members.size();
  }
}
