package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** What goes over HTTP to publish: an array of events, and the positions that answer it. */
public final class PublishBody {
  /**
   * Of one body; more are refused as {@code too_large}. A publication is one script in Redis, which
   * does nothing else meanwhile: at this size about 20 ms. The log of a topic holds no more either.
   */
  public static final int MAX_BYTES = 1 << 20;

  private PublishBody() {}

  /**
   * Refuses what is too much for one body.
   *
   * @throws ProtocolException if there are more than {@link Draft#MAX_AT_ONCE} events
   */
  public static void checkCount(int events) {
    if (events > Draft.MAX_AT_ONCE) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, events + " events: expected at most " + Draft.MAX_AT_ONCE);
    }
  }

  /** An array of what {@link DraftWriter} has written. */
  public static byte[] array(List<byte[]> drafts) {
    int length = drafts.stream().mapToInt(draft -> draft.length + 1).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(length + 1);
    char before = '[';
    for (byte[] draft : drafts) {
      body.write(before);
      body.writeBytes(draft);
      before = ',';
    }
    body.write(']');
    return body.toByteArray();
  }

  /**
   * The positions of all events of an array, in its order.
   *
   * @throws ProtocolException if this is not the answer to an array of so many events
   */
  public static List<Position> readPositions(String json, int events) {
    List<Position> positions =
        JsonObject.parse(json).strings("positions").stream().map(Position::parse).toList();
    if (positions.size() != events) {
      throw bad("field \"positions\" has " + positions.size() + " elements: expected " + events);
    }
    return positions;
  }
}
