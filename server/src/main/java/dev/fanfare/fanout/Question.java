package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** A subscription asks for the delta from this position. */
record Question(Lane lane, Subscription subscription, int number, @Nullable Position from) {
  TopicName topic() {
    return subscription.topic();
  }

  Format format() {
    return subscription.members.format();
  }

  void answer(Answer answer) {
    lane.answer(subscription, number, answer);
  }
}
