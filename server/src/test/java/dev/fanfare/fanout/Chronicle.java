package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.TopicListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that a store has ever stored, including what it has lost. It knows which events a
 * delta must have: a delta that is no reset has every event between its two positions, conflated.
 */
final class Chronicle implements TopicListener {
  private record Moment(Position before, Event event) {}

  private final Map<Position, Moment> moments = new HashMap<>();

  @Override
  public void onFollowing(Position head) {}

  @Override
  public void onAppended(Delta stored) {
    Position before = Objects.requireNonNull(stored.from());
    for (Event event : stored.events()) {
      moments.put(event.position(), new Moment(before, event));
      before = event.position();
    }
  }

  /**
   * Checks a delta that a browser received, or keeps its part.
   *
   * @param parts the events of the parts before this one
   */
  void take(Delta delta, boolean more, List<Event> parts) {
    parts.addAll(delta.events());
    if (!more) {
      if (delta.from() != null) {
        assertThat(conflated(delta, parts))
            .as("from %s to %s", delta.from(), delta.to())
            .isEqualTo(conflated(delta, between(delta)));
      }
      parts.clear();
    }
  }

  private static List<Event> conflated(Delta delta, List<Event> events) {
    return new Delta(delta.topic(), delta.from(), delta.to(), events).conflated().events();
  }

  private List<Event> between(Delta delta) {
    List<Event> events = new ArrayList<>();
    for (Position at = delta.to(); !at.equals(delta.from()); ) {
      Moment moment = moments.get(at);
      if (moment == null) {
        throw new AssertionError(delta.from() + " does not lead to " + delta.to());
      }
      events.addFirst(moment.event());
      at = moment.before();
    }
    return events;
  }
}
