package dev.fanfare.check;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import java.util.List;

/**
 * A publication that a publisher was told is stored.
 *
 * @param resetsBefore how often readers of the topic had been told of a loss by then
 */
record AcceptedPublication(
    int publisher, List<Position> positions, List<Draft> drafts, long resetsBefore) {
  AcceptedPublication {
    positions = List.copyOf(positions);
    drafts = List.copyOf(drafts);
  }
}
