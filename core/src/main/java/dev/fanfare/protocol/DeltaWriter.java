package dev.fanfare.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes deltas, the large ones in parts. The fields around the events (topic, positions) are ASCII
 * that needs no escaping, so only the events go through a generator.
 */
public final class DeltaWriter {
  /**
   * An event that would make a message longer than this goes into the next, unless it is the first.
   */
  public static final int MAX_PART_BYTES = 256 * 1024;

  private static final String END = "]}";
  private static final String END_OF_PART = "],\"more\":true}";

  /** A comma and the longer end. */
  private static final int BYTES_AROUND_AN_EVENT = 1 + END_OF_PART.length();

  private DeltaWriter() {}

  /** The {@code delta} message or messages, as JSON in UTF-8. */
  public static List<byte[]> write(Delta delta, Freshness freshness) {
    return write(delta, freshness, MAX_PART_BYTES);
  }

  static List<byte[]> write(Delta delta, Freshness freshness, int maxPartBytes) {
    List<byte[]> messages = new ArrayList<>(1);
    int next = 0;
    do {
      Message message = writeFrom(delta, freshness, next, maxPartBytes);
      messages.add(message.json());
      next = message.next();
    } while (next < delta.events().size());
    return messages;
  }

  /**
   * One of the {@code delta} messages of a delta.
   *
   * @param json in UTF-8
   * @param next index of the first event of the next message; the number of all events if there is
   *     none
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on once
  public record Message(byte[] json, int next) {}

  /** The message that begins with the event of this index, with as many more as fit. */
  public static Message writeFrom(Delta delta, Freshness freshness, int first) {
    return writeFrom(delta, freshness, first, MAX_PART_BYTES);
  }

  private static Message writeFrom(Delta delta, Freshness freshness, int first, int maxBytes) {
    List<Event> events = delta.events();
    Part part = new Part("{\"type\":\"delta\"," + fields(delta, freshness));
    int next = first;
    while (next < events.size()) {
      byte[] json = EventWriter.write(events.get(next));
      if (next > first && part.bytes + json.length + BYTES_AROUND_AN_EVENT > maxBytes) {
        return new Message(part.ending(END_OF_PART), next);
      }
      part.add(json);
      next++;
    }
    return new Message(part.ending(END), next);
  }

  /** The delta as the answer to an HTTP read: whole, without a type. */
  public static byte[] writeWhole(Delta delta, Freshness freshness) {
    Part part = new Part("{" + fields(delta, freshness));
    delta.events().forEach(event -> part.add(EventWriter.write(event)));
    return part.ending(END);
  }

  private static String fields(Delta delta, Freshness freshness) {
    return "\"topic\":\""
        + delta.topic()
        + "\",\"from\":"
        + quoted(delta.from())
        + ",\"to\":"
        + quoted(delta.to())
        + (delta.isReset() ? ",\"reset\":true" : "")
        + (freshness == Freshness.STALE ? ",\"stale\":true" : "")
        + ",\"events\":[";
  }

  private static String quoted(@Nullable Position position) {
    return position == null || position.isStart() ? "null" : "\"" + position + "\"";
  }

  /** The content of one message. */
  private static final class Part {
    final byte[] head;
    final List<byte[]> events = new ArrayList<>(1);
    int bytes;

    Part(String head) {
      this.head = head.getBytes(US_ASCII);
      this.bytes = this.head.length;
    }

    void add(byte[] event) {
      bytes += event.length + (events.isEmpty() ? 0 : 1);
      events.add(event);
    }

    byte[] ending(String end) {
      ByteBuffer message = ByteBuffer.allocate(bytes + end.length()).put(head);
      for (int i = 0; i < events.size(); i++) {
        if (i > 0) {
          message.put((byte) ',');
        }
        message.put(events.get(i));
      }
      return message.put(end.getBytes(US_ASCII)).array();
    }
  }
}
