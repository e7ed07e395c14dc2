package dev.fanfare.api;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import org.jspecify.annotations.Nullable;

/**
 * A call's question for a topic. Equal questions can share one answer.
 *
 * @param from null for all live state
 * @param key null for events of any key
 * @param user null for events of any user
 */
record TopicQuestion(
    TopicName topic, @Nullable Position from, @Nullable Key key, @Nullable User user) {
  /** The wanted part of a delta, conflated. */
  Delta wanted(Delta whole) {
    Delta conflated = whole.conflated();
    return key == null && user == null ? conflated : conflated.only(this::isWanted);
  }

  private boolean isWanted(Event event) {
    return (key == null || key.equals(event.key())) && (user == null || user.equals(event.user()));
  }
}
