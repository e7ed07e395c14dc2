package dev.fanfare.check;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import java.util.List;

/**
 * A publication whose publisher received the answer that it is stored.
 *
 * @param resetsBefore {@link History#resets} at that moment
 */
record AcceptedPublication(
    int publisher, List<Position> positions, List<Draft> drafts, long resetsBefore) {
  AcceptedPublication {
    positions = List.copyOf(positions);
    drafts = List.copyOf(drafts);
  }
}
