package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * The delta from one position to a topic's head, for all sockets that stand there. The first
 * message is encoded at once, as most answers have no other; the rest of a large one is encoded
 * message by message, when a socket can take the next. So a snapshot of megabytes costs a socket
 * that does not read one message. Nothing in it changes: safe for any thread.
 */
final class Answer {
  private final Delta delta;
  private final Freshness freshness;
  private final EncodedMessage first;

  /**
   * One message as a ready WebSocket frame.
   *
   * @param frame not to be changed
   * @param next index of the event that the next message begins with
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, shared by all
  record EncodedMessage(byte[] frame, int next) {}

  private Answer(Delta delta, Freshness freshness) {
    this.delta = delta;
    this.freshness = freshness;
    this.first = encoded(0);
  }

  static Answer of(Delta delta, Freshness freshness) {
    return new Answer(delta, freshness);
  }

  @Nullable Position from() {
    return delta.from();
  }

  Position to() {
    return delta.to();
  }

  /** The message that begins with the event of this index. */
  EncodedMessage message(int index) {
    return index == 0 ? first : encoded(index);
  }

  boolean isLast(EncodedMessage message) {
    return message.next() == delta.events().size();
  }

  private EncodedMessage encoded(int index) {
    DeltaWriter.Message message = DeltaWriter.writeFrom(delta, freshness, index);
    return new EncodedMessage(WebSocketFrames.text(message.json()), message.next());
  }
}
