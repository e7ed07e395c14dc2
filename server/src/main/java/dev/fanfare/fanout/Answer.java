package dev.fanfare.fanout;

import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * The delta from one position to a topic's head, for all sockets of a format that are at that
 * position. The first message is encoded at once, because most answers have only one. The later
 * messages of a large answer are encoded one by one, when a socket can take the next. So a snapshot
 * of megabytes costs one message for a socket that does not read. Immutable: safe for any thread.
 */
final class Answer {
  private final Delta delta;
  private final Freshness freshness;
  private final Format format;
  private final Format.Encoded first;

  Answer(Delta delta, Freshness freshness, Format format) {
    this.delta = delta;
    this.freshness = freshness;
    this.format = format;
    this.first = format.encode(delta, freshness, 0);
  }

  @Nullable Position from() {
    return delta.from();
  }

  Position to() {
    return delta.to();
  }

  /** The message that begins with the event at this index. */
  Format.Encoded message(int index) {
    return index == 0 ? first : format.encode(delta, freshness, index);
  }

  boolean isLast(Format.Encoded message) {
    return message.isLastOf(delta);
  }
}
