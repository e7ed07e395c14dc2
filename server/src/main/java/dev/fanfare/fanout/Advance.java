package dev.fanfare.fanout;

import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.Arrays;
import java.util.Objects;

/**
 * A delta for live members, encoded once for all members of a format that are at its start.
 *
 * @param frames the bytes that the sockets get; not to be changed
 * @param sinceNanos when this instance heard of the delta, by the loops' ticker
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, shared by all
record Advance(Format format, Position from, Position to, byte[] frames, long sinceNanos) {
  /** Roughly in bytes. A round would keep a larger delta for each socket that is full. */
  static final int MAX_WEIGHT = 256 * 1024;

  /** Encodes a delta that is not a reset: a reset has no start, and each member asks for it. */
  static Advance of(Delta delta, Format format, long sinceNanos) {
    Position from = Objects.requireNonNull(delta.from());
    return new Advance(format, from, delta.to(), frames(delta, format), sinceNanos);
  }

  private static byte[] frames(Delta delta, Format format) {
    Format.Encoded message = format.encode(delta, Freshness.CURRENT, 0);
    byte[] frames = message.bytes();
    while (!message.isLastOf(delta)) {
      message = format.encode(delta, Freshness.CURRENT, message.next());
      frames = joined(frames, message.bytes());
    }
    return frames;
  }

  private static byte[] joined(byte[] some, byte[] more) {
    byte[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /** Whether the delta is too large for a round: then each member asks for it. */
  static boolean isLarge(Delta delta) {
    long weight = 0;
    for (Event event : delta.events()) {
      weight += event.weight();
    }
    return weight > MAX_WEIGHT;
  }
}
