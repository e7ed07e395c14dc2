package dev.fanfare.protocol;

import static dev.fanfare.topic.Examples.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.protocol.Fixtures.Fixture;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Reader;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec against the frames that all parts of the project share. */
class GoldenFramesTest {
  private static final Position SEVENTEEN = Position.parse("17.b3f9a2k7c1dqt");

  /** The server's messages except deltas, by the name of the frame. */
  private static final Map<String, ServerFrame> SAID =
      Map.of(
          "welcome",
          welcome(null),
          "welcome-authenticated",
          welcome("alice"),
          "ok",
          new ServerFrame.Ok("1", null),
          "ok-position",
          new ServerFrame.Ok("2", SEVENTEEN),
          "ping",
          new ServerFrame.Ping(),
          "goodbye",
          new ServerFrame.Goodbye(CloseCode.GOING_AWAY, Duration.ofMillis(1_500)),
          "goodbye-for-good",
          new ServerFrame.Goodbye(CloseCode.MESSAGE_TOO_LARGE),
          "error",
          error("error", "3", ErrorCode.BAD_MESSAGE),
          "error-without-id",
          error("error-without-id", null, ErrorCode.BAD_MESSAGE),
          "error-retryable",
          error("error-retryable", "4", ErrorCode.UNAVAILABLE));

  /** The messages of clients, by the name of the frame. */
  private static final Map<String, ClientFrame> HEARD =
      Map.ofEntries(
          Map.entry("pong", new ClientFrame.Pong()),
          Map.entry("token", new ClientFrame.Token("6", "eyJhbGciOiJIUzI1NiJ9.e30.abc")),
          Map.entry("subscribe", new ClientFrame.Subscribe("1", TOPIC, null)),
          Map.entry("subscribe-from", new ClientFrame.Subscribe("2", TOPIC, SEVENTEEN)),
          Map.entry("subscribe-from-null", new ClientFrame.Subscribe("3", TOPIC, null)),
          Map.entry(
              "subscribe-every-character",
              new ClientFrame.Subscribe("x".repeat(64), new TopicName("AZaz09_.:/@-"), null)),
          Map.entry("unsubscribe", new ClientFrame.Unsubscribe("4", TOPIC)),
          Map.entry("publish-gone", publish(new Draft.Gone(null, new Key("card:123")))),
          Map.entry("publish-notice", publish(tell(new Key("card:9"), "\"stale\""))),
          Map.entry(
              "publish-idempotent",
              new ClientFrame.Publish(
                  "5", TOPIC, tell(new Key("card:9"), "\"stale\""), new IdempotencyKey("7f3a:!~"))),
          Map.entry("publish-notice-without-key", publish(tell(null, "{\"import\":\"finished\"}"))),
          Map.entry(
              "publish-state", publish(set("card:123", "{\"title\":\"Write the tour\"}", null))),
          Map.entry("publish-state-null", publish(set("card:123", "null", null))),
          Map.entry(
              "publish-state-longest-ttl", publish(set("k".repeat(200), "0", Duration.ofDays(1)))),
          Map.entry(
              "publish-state-full",
              publish(
                  new Draft.State(
                      new User("alice"),
                      new Key("editing:123:alice"),
                      new Data("true"),
                      Duration.ofSeconds(8)))),
          Map.entry(
              "publish-state-unicode",
              publish(
                  set(
                      "Karte:Ä",
                      "{\"emoji\":\"🎺👩‍👩‍👧\",\"rtl\":\"שלום\",\"separators\":\"\u2028\u2029\","
                          + "\"escaped\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\"}",
                      null))));

  static List<Fixture> server() {
    return Fixtures.all("server");
  }

  static List<Fixture> client() {
    return Fixtures.all("client");
  }

  static List<Fixture> invalid() {
    return Fixtures.all("invalid");
  }

  static List<Fixture> reader() {
    return Fixtures.all("reader");
  }

  @ParameterizedTest
  @MethodSource("server")
  void theServerWritesTheseBytes(Fixture fixture) {
    byte[] written =
        fixture.name().startsWith("delta")
            ? delta(fixture)
            : ServerFrameWriter.write(the(SAID, fixture));
    assertThat(new String(written, UTF_8)).isEqualTo(fixture.frame());
    assertThat(written).isEqualTo(fixture.frame().getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("client")
  void theServerReadsTheseFrames(Fixture fixture) {
    assertThat(ClientFrameReader.read(fixture.frame())).isEqualTo(the(HEARD, fixture));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void theServerRefusesTheseFrames(Fixture fixture) {
    JsonNode json = fixture.json();
    String sent = json.get("send").textValue();
    ProtocolException refused = Refusals.refusalOf(() -> ClientFrameReader.read(sent));
    assertThat(refused.code().wire()).isEqualTo(json.get("code").textValue());
    assertThat(refused.id()).isEqualTo(json.path("id").textValue());
    assertThat(refused.message()).contains(json.get("shows").textValue());
  }

  /**
   * Tests the {@link Reader} of the model-based tests, which does what a client does. {@code
   * TopicReplica} is not such a reader: it distinguishes answers from appended deltas and ignores
   * duplicates.
   */
  @ParameterizedTest
  @MethodSource("reader")
  void aReaderFollowsTheScenario(Fixture fixture) {
    Reader reader = new Reader();
    for (JsonNode step : fixture.json().get("steps")) {
      JsonNode received = step.get("receive");
      JsonNode then = step.get("then");
      Delta delta = EventReader.readDelta(received.toString());
      Reader.Verdict verdict = reader.receive(delta, received.path("more").booleanValue());
      assertThat(verdict.name().toLowerCase(Locale.ROOT))
          .as("at %s", step)
          .isEqualTo(then.get("verdict").textValue());
      if (verdict == Reader.Verdict.APPLIED) {
        assertThat(reader.isReset()).isEqualTo(then.get("reset").booleanValue());
        assertThat(reader.hasMissed()).isEqualTo(then.get("missed").booleanValue());
      }
      Position position = reader.position();
      assertThat(position == null || position.isStart() ? null : position.toString())
          .isEqualTo(then.get("position").textValue());
      assertThat(view(reader)).isEqualTo(view(then.get("view")));
    }
  }

  @Test
  void aDeltaIsCutIntoTheGoldenParts() {
    List<String> golden =
        List.of(
            Fixtures.one("server", "delta-part").frame(),
            Fixtures.one("server", "delta-part-last").frame());
    List<Delta> parts = golden.stream().map(EventReader::readDelta).toList();
    List<Event> events = new ArrayList<>(parts.getFirst().events());
    events.addAll(parts.getLast().events());
    Delta whole = new Delta(TOPIC, null, parts.getFirst().to(), events);
    List<byte[]> written = DeltaWriter.write(whole, Freshness.CURRENT, golden.getFirst().length());
    assertThat(written.stream().map(part -> new String(part, UTF_8)).toList()).isEqualTo(golden);
  }

  @Test
  void theTablesMatchTheFolders() {
    assertThat(names(client())).isEqualTo(new TreeMap<>(HEARD).keySet());
    assertThat(names(server())).containsAll(SAID.keySet());
    assertThat(invalid()).hasSizeGreaterThan(50);
    assertThat(reader()).hasSizeGreaterThan(10);
  }

  private static Set<String> names(List<Fixture> fixtures) {
    return fixtures.stream().map(Fixture::name).collect(Collectors.toSet());
  }

  /**
   * Reads the frame and writes it again. For a part, the delta gets one more event, which does not
   * fit.
   */
  private static byte[] delta(Fixture fixture) {
    DeltaPart part = (DeltaPart) Objects.requireNonNull(ServerFrameReader.read(fixture.frame()));
    Delta read = part.delta();
    if (!part.more()) {
      return DeltaWriter.write(read, part.freshness()).getFirst();
    }
    List<Event> events = new ArrayList<>(read.events());
    events.add(read.events().getLast());
    Delta longer = new Delta(read.topic(), read.from(), read.to(), events);
    return DeltaWriter.write(longer, part.freshness(), fixture.frame().getBytes(UTF_8).length)
        .getFirst();
  }

  private static <T> T the(Map<String, T> table, Fixture fixture) {
    T frame = table.get(fixture.name());
    if (frame == null) {
      throw new AssertionError("no object for " + fixture + ": add it to the table");
    }
    return frame;
  }

  private static Map<String, JsonNode> view(Reader reader) {
    Map<String, JsonNode> view = new TreeMap<>();
    reader.view().forEach((key, set) -> view.put(key.value(), Fixtures.parsed(set.data().json())));
    return view;
  }

  private static Map<String, JsonNode> view(JsonNode json) {
    Map<String, JsonNode> view = new TreeMap<>();
    json.properties().forEach(field -> view.put(field.getKey(), field.getValue()));
    return view;
  }

  private static ServerFrame welcome(@Nullable String user) {
    return new ServerFrame.Welcome(
        "4vq8n1t6c0k2m", "fanfare-1", Duration.ofSeconds(25), 50, 256, user);
  }

  private static ServerFrame error(String name, @Nullable String id, ErrorCode code) {
    JsonNode frame = Fixtures.one("server", name).json();
    return new ServerFrame.Error(id, code, frame.get("message").textValue());
  }

  private static ClientFrame publish(Draft draft) {
    return new ClientFrame.Publish("5", TOPIC, draft, null);
  }

  private static Draft set(String key, String json, @Nullable Duration ttl) {
    return new Draft.State(null, new Key(key), new Data(json), ttl);
  }

  private static Draft tell(@Nullable Key key, String json) {
    return new Draft.Notice(null, key, new Data(json));
  }
}
