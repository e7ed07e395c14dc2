package dev.fanfare.backplane;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import java.util.List;
import java.util.stream.IntStream;

/** The result of a publication. */
public sealed interface PublishResult {
  /**
   * The events are stored and sent to the followers. They have consecutive numbers and the id of
   * the operation.
   *
   * @param first the position of the first event
   * @param count the number of events, at least 1
   * @param atMillis when they were stored, by the store's clock, in ms since 1970 UTC
   */
  record Stored(Position first, int count, long atMillis) implements PublishResult {
    public Stored {
      if (count < 1) {
        throw new IllegalArgumentException(count + " events stored: expected at least 1");
      }
    }

    /** The positions of all events, in the order of the drafts. */
    public List<Position> positions() {
      return IntStream.range(0, count).mapToObj(this::position).toList();
    }

    public Position last() {
      return position(count - 1);
    }

    private Position position(int index) {
      return index == 0 ? first : new Position(first.seq() + index, first.id());
    }
  }

  /**
   * An earlier publication with the same idempotency key and the same drafts was stored. This one
   * was not stored again.
   *
   * @param before the answer to the earlier one
   */
  record Replayed(Stored before) implements PublishResult {}

  /** The idempotency key belongs to an earlier publication with other drafts. Nothing is stored. */
  record Mismatch() implements PublishResult {}

  /**
   * The publication is refused for lack of room. Nothing is stored.
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

    public static Full ofStore(StoreLimits.Memory limits) {
      return new Full(
          "this instance holds at most "
              + limits.storeBytes()
              + " bytes of topics in memory, and all of it is state");
    }
  }
}
