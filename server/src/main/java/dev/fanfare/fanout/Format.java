package dev.fanfare.fanout;

import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;

/**
 * How the sockets of one gateway encode a delta. A delta is encoded once for each format that has
 * members here, however many members there are. A format is compared by identity, and is safe for
 * any thread.
 */
public interface Format {
  /**
   * A message: a part of a delta, or all of it.
   *
   * @param bytes not to be changed
   * @param next the index of the first event of the next message; the number of all events if this
   *     is the last message
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, shared by all
  record Encoded(byte[] bytes, int next) {
    boolean isLastOf(Delta delta) {
      return next == delta.events().size();
    }
  }

  /** Encodes the message that begins with the event at this index, with as many events as fit. */
  Encoded encode(Delta delta, Freshness freshness, int first);
}
