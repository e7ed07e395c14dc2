package dev.fanfare.fanout;

import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;

/**
 * How the sockets of one gateway spell a delta. A delta is encoded once for each format that has
 * members here, whatever their number. A format is one object, known by its identity, and safe for
 * any thread.
 */
public interface Format {
  /**
   * A part of a delta, or all of it, as it goes to a socket.
   *
   * @param bytes not to be changed
   * @param next index of the first event that is left for the next message; the number of all
   *     events if none is
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, shared by all
  record Encoded(byte[] bytes, int next) {
    boolean isLastOf(Delta delta) {
      return next == delta.events().size();
    }
  }

  /** The message that begins with the event of this index, with as many others as fit. */
  Encoded encode(Delta delta, Freshness freshness, int first);
}
