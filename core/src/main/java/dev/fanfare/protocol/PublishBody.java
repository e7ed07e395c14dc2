package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The body of a publish over HTTP, an array of events, and of its answer, their positions. */
public final class PublishBody {
  /**
   * The limit of one body; a larger one is refused as {@code too_large}. Redis runs a publication
   * as one script, which takes about 20 ms at this size, and does nothing else meanwhile. The log
   * of a topic holds no more either.
   */
  public static final int MAX_BYTES = 1 << 20;

  private PublishBody() {}

  /**
   * Refuses too many events for one body.
   *
   * @throws ProtocolException if there are more than {@link Draft#MAX_AT_ONCE} events
   */
  public static void checkCount(int events) {
    if (events > Draft.MAX_AT_ONCE) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, events + " events: expected at most " + Draft.MAX_AT_ONCE);
    }
  }

  /**
   * Reads the elements of an array. A refusal names the place of the element, counted from 0.
   *
   * @throws ProtocolException if it is no array of at most {@link Draft#MAX_AT_ONCE} objects, or
   *     the reader refuses one of them
   */
  public static <T> List<T> readArray(JsonValue array, Function<JsonObject, T> reader) {
    if (!array.isArray()) {
      throw bad(array.shown() + ": expected an array of objects");
    }
    List<JsonValue> elements = array.elements();
    checkCount(elements.size());
    List<T> read = new ArrayList<>(elements.size());
    for (JsonValue element : elements) {
      try {
        read.add(reader.apply(JsonObject.of(element)));
      } catch (ProtocolException e) {
        throw e.at(read.size());
      }
    }
    return read;
  }

  /** A JSON array of drafts that {@link DraftWriter} has written. */
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
   * @throws ProtocolException if this is not the answer to an array of this number of events
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
