package dev.fanfare.protocol;

import static dev.fanfare.protocol.Freshness.CURRENT;
import static dev.fanfare.protocol.Refusals.refusalOf;
import static dev.fanfare.topic.Examples.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Examples;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link EventReader} reads exactly what {@link EventWriter} and {@link DeltaWriter} write. */
class EventCodecTest {
  @Provide
  Arbitrary<Event> events() {
    return Wire.events();
  }

  @Provide
  Arbitrary<Delta> deltas() {
    return Wire.deltas();
  }

  @Property
  void everyEventComesBackAsItWas(@ForAll("events") Event event) {
    assertThat(EventReader.read(text(EventWriter.write(event)))).isEqualTo(event);
  }

  @Property
  void everyDeltaComesBackAsItWas(@ForAll("deltas") Delta delta) {
    assertThat(EventReader.readDelta(text(DeltaWriter.writeWhole(delta, CURRENT))))
        .isEqualTo(delta);
    List<byte[]> whole = DeltaWriter.write(delta, CURRENT);
    assertThat(whole).hasSize(1);
    assertThat(EventReader.readDelta(text(whole.getFirst()))).isEqualTo(delta);
  }

  @Property
  void thePartsOfADeltaTogetherAreTheDelta(
      @ForAll("deltas") Delta delta, @ForAll @IntRange(min = 1, max = 1_500) int maxPartBytes) {
    List<byte[]> parts = DeltaWriter.write(delta, CURRENT, maxPartBytes);
    List<Delta> read = parts.stream().map(part -> EventReader.readDelta(text(part))).toList();
    assertThat(read.stream().flatMap(part -> part.events().stream()).toList())
        .isEqualTo(delta.events());
    for (int i = 0; i < parts.size(); i++) {
      assertThat(read.get(i).topic()).isEqualTo(delta.topic());
      assertThat(read.get(i).from()).isEqualTo(delta.from());
      assertThat(read.get(i).to()).isEqualTo(delta.to());
      boolean last = i == parts.size() - 1;
      assertThat(text(parts.get(i)).endsWith(",\"more\":true}")).isEqualTo(!last);
      assertThat(parts.get(i).length <= maxPartBytes || read.get(i).events().size() <= 1)
          .as("part of %s bytes, allowed are %s", parts.get(i).length, maxPartBytes)
          .isTrue();
    }
  }

  @Property
  void aDraftIsWrittenAsTheEventThatItBecomes(@ForAll("events") Event event) {
    Draft draft = draft(event);
    String body = text(EventWriter.body(draft));
    String stamp = "{\"kind\":\"%s\",\"id\":\"1.a\",\"at\":5".formatted(EventWriter.kind(draft));
    Event read = EventReader.read(stamp + "," + body.substring(1));
    assertThat(read).isEqualTo(draft.stamped(read.position(), 5));
  }

  @Test
  void noCharacterIsEscapedUnlessJsonRequiresIt() {
    Stamp stamp = new Stamp(at(1), 7, new User("🎺/\u2028"));
    Event event = new Event.State(stamp, new Key("é\"\\"), new Data("[\"\\u00e9\",\"🎺\"]"), null);
    assertThat(text(EventWriter.write(event)))
        .isEqualTo(
            "{\"kind\":\"state\",\"id\":\"1.e1\",\"at\":7,\"user\":\"🎺/\u2028\","
                + "\"key\":\"é\\\"\\\\\",\"data\":[\"\\u00e9\",\"🎺\"]}");
  }

  @Test
  void aPartIsExactlyAsLongAsAllowedIfTheEventsFit() {
    Delta delta = Examples.delta(null, at(2), Examples.set(1, "a", "1"), Examples.set(2, "b", "2"));
    int allButTheLast = "],\"more\":true}".length() - "]}".length();
    int length = DeltaWriter.write(delta, CURRENT).getFirst().length + allButTheLast;
    assertThat(DeltaWriter.write(delta, CURRENT, length)).hasSize(1);
    assertThat(DeltaWriter.write(delta, CURRENT, length - 1)).hasSize(2);
  }

  @Test
  void aDeltaWithoutEventsIsOnePart() {
    assertThat(DeltaWriter.write(Examples.delta(at(1), at(1)), CURRENT, 1)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"kind":"state","id":"1.a","key":"k","data":1}                    | "at"     | integer
          {"kind":"state","id":"1.a","at":1.5,"key":"k","data":1}           | 1.5      | integer
          {"kind":"state","id":"one","at":1,"key":"k","data":1}             | "one"    | position
          {"kind":"update","id":"1.a","at":1,"key":"k","data":1}            | "update" | "notice"
          {"kind":"gone","id":"1.a","at":1,"key":"k","reason":7}            | "reason" | string
          {"kind":"state","id":"1.a","at":1,"key":"k","data":1,"ttlMs":0}   | 0        | 86400000
          {"kind":"notice","id":"1.a","at":1,"key":"","data":1}             | "key"    | not all blank
          """)
  void aRefusalShowsTheValueAndWhatWasExpected(String event, String value, String expected) {
    assertThat(refusalOf(() -> EventReader.read(event)).message()).contains(value, expected);
    String delta = "{\"topic\":\"t\",\"from\":null,\"to\":\"1.a\",\"events\":[" + event + "]}";
    assertThat(refusalOf(() -> EventReader.readDelta(delta)).message()).contains(value, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"topic":"t","from":"1.a","to":null,"events":[]}  | 1.a      | "to"
          {"topic":"t","from":null,"to":"1.a","events":{}}  | "events" | array
          {"topic":"t","from":null,"to":"1.a","events":[7]} | 7        | object
          {"topic":"*","from":null,"to":"1.a","events":[]}  | "*"      | A-Z
          """)
  void aMessageThatIsNoDeltaIsRefused(String delta, String value, String expected) {
    assertThat(refusalOf(() -> EventReader.readDelta(delta)).message()).contains(value, expected);
  }

  @Test
  void reasonsAreWrittenAndReadByTheSameNames() {
    assertThat(text(EventWriter.write(Examples.cleared(3, "a"))))
        .endsWith("\"reason\":\"cleared\"}");
  }

  @Test
  void anUnknownReasonIsReadAsOther() {
    String event = "{\"kind\":\"gone\",\"id\":\"1.a\",\"at\":1,\"key\":\"k\",\"reason\":\"swept\"}";
    assertThat(EventReader.read(event))
        .isInstanceOfSatisfying(
            Event.Gone.class, it -> assertThat(it.reason()).isEqualTo(Event.Gone.Reason.OTHER));
  }

  @Test
  void aTimeToLiveIsInMilliseconds() {
    Stamp stamp = new Stamp(at(1), 7, null);
    Event event = new Event.State(stamp, new Key("a"), new Data("1"), Duration.ofSeconds(5));
    assertThat(text(EventWriter.write(event))).endsWith("\"data\":1,\"ttlMs\":5000}");
  }

  private static Draft draft(Event event) {
    return switch (event) {
      case Event.State set -> new Draft.State(set.user(), set.key(), set.data(), set.ttl());
      case Event.Gone gone -> new Draft.Gone(gone.user(), gone.key());
      case Event.Notice it -> new Draft.Notice(it.user(), it.key(), it.data());
    };
  }

  private static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }
}
