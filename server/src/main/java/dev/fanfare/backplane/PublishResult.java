package dev.fanfare.backplane;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import java.util.List;

/** What came of a publication. */
public sealed interface PublishResult {
  /**
   * Stored and told.
   *
   * @param positions of the events, in the order of the drafts
   * @param atMillis when, by the store's clock
   */
  record Stored(List<Position> positions, long atMillis) implements PublishResult {
    public Stored {
      positions = List.copyOf(positions);
    }

    public Position last() {
      return positions.getLast();
    }
  }

  /**
   * Refused, nothing is stored: there is no room.
   *
   * @param limit which limit is reached, for people
   */
  record Full(String limit) implements PublishResult {
    public static Full ofKeys(TopicLimits limits) {
      return new Full("a topic holds the state of at most " + limits.stateKeys() + " keys");
    }

    public static Full ofBytes(TopicLimits limits) {
      return new Full("a topic holds at most " + limits.stateBytes() + " bytes of state");
    }
  }
}
