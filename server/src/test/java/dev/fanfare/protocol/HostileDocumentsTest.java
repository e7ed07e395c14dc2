package dev.fanfare.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.HostileDocuments;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every document that is accepted from a publisher can be read back, wherever it is written. */
final class HostileDocumentsTest {
  private static final int MANY = 2_000;

  private final HostileDocuments documents = new HostileDocuments(18);

  @Test
  void accepted_data_is_read_back_from_the_store_and_from_a_delta_message() {
    List<Event> all = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      String json = i == 1 ? HostileDocuments.namesOfOneHash(256) : documents.next();
      Event event = accepted(json).stamped(new Position(i, "a"), 7);
      assertThat(EventReader.read(text(EventWriter.write(event)))).isEqualTo(event);
      all.add(event);
    }
    Delta delta = new Delta(new TopicName("t"), null, new Position(MANY, "a"), all);
    assertThat(EventReader.readDelta(text(DeltaWriter.writeWhole(delta, Freshness.CURRENT))))
        .isEqualTo(delta);
    assertThat(
            DeltaWriter.write(delta, Freshness.CURRENT).stream()
                .flatMap(part -> EventReader.readDelta(text(part)).events().stream()))
        .isEqualTo(all);
  }

  @Test
  void an_event_in_an_array_is_read_like_an_event_alone() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(event(documents.next()));
    }
    List<JsonObject> array = JsonObject.all(JsonValue.parse("[" + String.join(",", events) + "]"));
    for (int i = 0; i < events.size(); i++) {
      assertThat(DraftReader.read(array.get(i)))
          .isEqualTo(DraftReader.read(JsonObject.parse(events.get(i))));
    }
  }

  /** The draft from a call, which must be the one from a message of a socket. */
  private static Draft accepted(String json) {
    String event = event(json);
    Draft draft = DraftReader.read(JsonObject.parse(event));
    String message = "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"t\",\"event\":" + event + "}";
    assertThat(((ClientFrame.Publish) ClientFrameReader.read(message)).draft()).isEqualTo(draft);
    assertThat(DraftReader.read(JsonObject.parse(text(DraftWriter.write(draft))))).isEqualTo(draft);
    DraftReader.check(draft);
    return draft;
  }

  private static String event(String json) {
    return "{\"kind\":\"state\",\"key\":\"k\",\"data\":" + json + "}";
  }

  private static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }
}
