package dev.fanfare.fanout;

import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * The delta from one position to a topic's head, for all sockets of a format that stand there. The
 * first message is encoded at once, as most answers have no other; the rest of a large one is
 * encoded message by message, when a socket can take the next. So a snapshot of megabytes costs a
 * socket that does not read one message. Nothing in it changes: safe for any thread.
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

  /** The message that begins with the event of this index. */
  Format.Encoded message(int index) {
    return index == 0 ? first : format.encode(delta, freshness, index);
  }

  boolean isLast(Format.Encoded message) {
    return message.isLastOf(delta);
  }
}
