package dev.fanfare.protocol;

import static dev.fanfare.protocol.Refusals.refusalOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Examples;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ClientFrameReader} reads valid messages exactly and refuses all others with a reason. */
class ClientFrameReaderTest {
  private static final String HIGH = "" + (char) 0xd83d;
  private static final String LOW = "" + (char) 0xdfba;

  /** How many characters a parser reads at once; text across such a border is easily cut wrong. */
  private static final int BUFFER_CHARS = 4_000;

  @Provide
  Arbitrary<String> json() {
    return Wire.json();
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(40), Wire.json(), Wire.texts());
  }

  /** Valid frames in which up to 3 characters are replaced by other text. */
  @Provide
  Arbitrary<String> damaged() {
    List<String> frames = Fixtures.valid();
    Arbitrary<String> damage =
        Arbitraries.of(
            "",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "null",
            HIGH,
            LOW,
            "🎺",
            "\\ud83d",
            "\u0000",
            "\n",
            "\"id\":\"x\",",
            "1e999999999",
            "\ufeff",
            "/*",
            "'");
    return Combinators.combine(
            Arbitraries.of(frames),
            Arbitraries.integers().between(0, 300),
            Arbitraries.integers().between(0, 3),
            damage)
        .as((frame, at, cut, put) -> {
          int start = at % (frame.length() + 1);
          int end = Math.min(frame.length(), start + cut);
          return frame.substring(0, start) + put + frame.substring(end);
        });
  }

  @Property(tries = 1_000)
  void anythingIsReadOrRefused(@ForAll("anything") String text) {
    readOrRefused(text);
  }

  @Property(tries = 3_000)
  void aDamagedFrameIsReadOrRefused(@ForAll("damaged") String text) {
    readOrRefused(text);
  }

  @Property(tries = 1_000)
  void anyBytesAreReadOrRefused(
      @ForAll byte[] bytes, @ForAll("damaged") String frame, @ForAll @IntRange(max = 300) int at) {
    byte[] whole = frame.getBytes(UTF_8);
    byte[] mixed = new byte[whole.length + bytes.length];
    int start = Math.min(at, whole.length);
    System.arraycopy(whole, 0, mixed, 0, start);
    System.arraycopy(bytes, 0, mixed, start, bytes.length);
    System.arraycopy(whole, start, mixed, start + bytes.length, whole.length - start);
    for (byte[] message : List.of(bytes, mixed)) {
      try {
        readOrRefused(Utf8.decode(ByteBuffer.wrap(message)));
      } catch (ProtocolException refused) {
        Refusals.checked(refused);
      }
    }
  }

  @Property
  void dataIsTakenCharacterByCharacter(@ForAll("json") String json) {
    assertThat(dataOf(publish(json))).isEqualTo(json);
    assertThat(dataOf(publish("\n " + json + "\t"))).isEqualTo(json);
  }

  @Property
  void dataIsTakenCharacterByCharacterOverTheBordersOfBuffers(
      @ForAll("json") String json,
      @ForAll @IntRange(min = 1, max = 12) int buffers,
      @ForAll @IntRange(min = -150, max = 20) int more) {
    String padding = "x".repeat(buffers * BUFFER_CHARS + more);
    String frame = publish(json).replaceFirst("\\{", "{" + " ".repeat(padding.length()));
    assertThat(dataOf(frame)).isEqualTo(json);

    String large = "[\"" + padding + "\"," + json + "]";
    assertThat(dataOf(publish(large))).isEqualTo(large);
  }

  @Test
  void aRefusalOfTooDeepNestingNamesTheLimit() {
    String json = "[".repeat(1_200) + "]".repeat(1_200);
    ProtocolException refused = refusalOf(() -> ClientFrameReader.read(publish(json)));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_MESSAGE);
    assertThat(refused.message())
        .contains("nested more than 1000 levels deep", "at most 1000", "500 in field \"data\"");
  }

  @Test
  void fieldNamesWithEqualHashesDoNotAffectOtherMessages() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 4_096; i++) {
      fields.append('"');
      for (int bit = 0; bit < 12; bit++) {
        fields.append((i >> bit & 1) == 0 ? "ab" : "bA");
      }
      fields.append("\":0,");
    }
    ClientFrame ordinary = ClientFrameReader.read(publish("1"));
    String padded = publish("1").replaceFirst("\\{", "{" + fields);
    assertThat(refusalOf(() -> ClientFrameReader.read(padded)).message()).contains("is unknown");
    assertThat(ClientFrameReader.read(publish("1"))).isEqualTo(ordinary);
  }

  @Test
  void aPublishIsReadWithAllItsFields() {
    String event = "{\"kind\":\"state\",\"key\":\"a\",\"data\":[1 , 2],\"ttlMs\":5000}";
    assertThat(ClientFrameReader.read(publishing(event)))
        .isEqualTo(
            new ClientFrame.Publish(
                "7",
                Examples.TOPIC,
                new Draft.State(null, new Key("a"), new Data("[1 , 2]"), Duration.ofSeconds(5)),
                null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "notice"})
  void aNullFieldCountsAsAbsent(String kind) {
    String event =
        "{\"kind\":\"" + kind + "\",\"user\":null,\"key\":\"a\",\"data\":null,\"ttlMs\":null}";
    assertThat(ClientFrameReader.read(publishing(event)))
        .isInstanceOfSatisfying(
            ClientFrame.Publish.class, it -> assertThat(it.draft().user()).isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "86400000, true",
    "0, false",
    "-1, false",
    "86400001, false",
    "1.0, false",
    "1e3, false",
    "999999999999999999, false",
    "99999999999999999999, false",
    "\"5\", false"
  })
  void aTimeToLiveIsOneMillisecondToOneDay(String ttl, boolean legal) {
    String frame =
        publishing("{\"kind\":\"state\",\"key\":\"a\",\"data\":1,\"ttlMs\":" + ttl + "}");
    if (legal) {
      assertThat(ClientFrameReader.read(frame)).isInstanceOf(ClientFrame.Publish.class);
    } else {
      String shown = ttl.replace("\"", "");
      assertThat(refusalOf(() -> ClientFrameReader.read(frame)).message())
          .contains("\"ttlMs\"", shown, "expected an integer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\uD83D\"",
        "\"\\udfba\"",
        "\"" + HIGH + "\"",
        "\"" + LOW + "\"",
        "\"\\ud83d\\ud83d\\udfba\"",
        "\"\\ud83d \\udfba\"",
        "\"\\udfba\\ud83d\"",
        "{\"\\ud83d\":1}",
        "{\"\\udfba\":\"\\ud83d\"}",
        "{\"a\":1,\"\\ud83d\\ud83d\\udfba" + "\":{\"\\ud83d" + LOW + "\":2}}",
        "[[\"a\\\\\\ud83d\"]]",
        "\"" + HIGH + "\\udfba\"",
        "\"\\ud83d" + LOW + "\""
      })
  void aLoneSurrogateIsRefused(String json) {
    ProtocolException refused = refusalOf(() -> ClientFrameReader.read(publish(json)));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_MESSAGE);
    assertThat(refused.id()).isEqualTo("7");
    assertThat(refused.message())
        .containsIgnoringCase("field \"data\" has the lone surrogate \\ud")
        .contains("well-formed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\\\ud83d\"",
        "\"\\ud83c\\udfba\"",
        "\"🎺\"",
        "\"\\\\\\\\udfba\"",
        "\"\\\\\\ud83c\\udfba\"",
        "\"\\\"ud83d\"",
        "{\"\\uD83C\\uDFBA\":\"\\u2028\u2028\"}"
      })
  void wholeCharactersAreAcceptedInAnySpelling(String json) {
    assertThat(dataOf(publish(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"id\":\"7\",\"type\":\"pong\"}|7",
        "{\"type\":{\"id\":\"6\"},\"id\":\"7\"}|7",
        "{\"id\":\"7\",\"id\":\"8\"}|7",
        "{\"id\":\"7\", and no more JSON|7",
        "{\"id\":12,\"x\":1}|12",
        "{\"id\":-1.5e3}|-1.5e3",
        "{\"id\":\"\\u0037\"}|7",
        "{\"\\ud83d\":1,\"id\":\"7\"}|7",
        "{\"id\":\"7|-",
        "{\"id\":\"\"}|-",
        "{\"id\":null}|-",
        "{\"id\":true}|-",
        "{\"id\":[\"7\"]}|-",
        "{\"id\":\"\\ud83d\"}|-",
        "{ no JSON, \"id\":\"7\"}|-",
        "[{\"id\":\"7\"}]|-",
        "\"id\"|-",
        "''|-"
      })
  void theIdIsFoundWhereverThereIsOne(String text, @Nullable String id) {
    assertThat(ClientFrameReader.idIn(text)).isEqualTo(id);
  }

  @Test
  void anIdIsRepeatedUpToItsLimit() {
    String longest = "x".repeat(ClientFrameReader.MAX_REPEATED_ID_CHARS);
    assertThat(ClientFrameReader.idIn("{\"id\":\"" + longest + "\"}")).isEqualTo(longest);
    assertThat(ClientFrameReader.idIn("{\"id\":\"" + longest + "x\"}")).isNull();
    assertThat(refusalOf(() -> ClientFrameReader.read("{\"id\":\"" + longest + "\"}")).id())
        .isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource({"id", "topic", "from", "type", "token"})
  void aLoneSurrogateIsRefusedInEveryField(String field) {
    String frame =
        field.equals("token")
            ? "{\"type\":\"token\",\"id\":\"1\",\"token\":\"t\"}"
            : "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"t\",\"from\":\"1.a\"}";
    String sent = frame.replaceFirst("\"" + field + "\":\"", "$0\\\\ud83d");
    assertThat(refusalOf(() -> ClientFrameReader.read(sent)).message())
        .contains("\"" + field + "\"", "\\ud83d");
  }

  @Test
  void dataMayBeNestedUpToTheLimit() {
    String deepest =
        "[".repeat(DraftReader.MAX_DATA_DEPTH) + "]".repeat(DraftReader.MAX_DATA_DEPTH);
    assertThat(dataOf(publish(deepest))).isEqualTo(deepest);
    String delta =
        "{\"topic\":\"t\",\"from\":null,\"to\":\"1.a\",\"events\":[{\"kind\":\"state\",\"id\":\"1.a\","
            + "\"at\":1,\"key\":\"a\",\"data\":"
            + deepest
            + "}]}";
    assertThat(EventReader.readDelta(delta).events()).hasSize(1);

    for (String tooDeep : List.of("[" + deepest + "]", "{\"\":" + deepest + "}")) {
      assertThat(refusalOf(() -> ClientFrameReader.read(publish(tooDeep))).message())
          .contains("\"data\"", "nested", String.valueOf(DraftReader.MAX_DATA_DEPTH));
    }
    String brackets = "\"" + "[\\\"{".repeat(DraftReader.MAX_DATA_DEPTH) + "\"";
    assertThat(dataOf(publish(brackets))).isEqualTo(brackets);
  }

  @Test
  void dataIsMeasuredInBytesOfUtf8() {
    for (String character : List.of("x", "é", "€", "🎺")) {
      int bytes = character.getBytes(UTF_8).length;
      String fits = "\"" + character.repeat((Data.MAX_BYTES - 2) / bytes) + "\"";
      assertThat(dataOf(publish(fits))).isEqualTo(fits);
      String tooLarge = "\"" + character.repeat((Data.MAX_BYTES - 2) / bytes + 1) + "\"";
      ProtocolException refused = refusalOf(() -> ClientFrameReader.read(publish(tooLarge)));
      assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(refused.message()).contains("65536");
    }
  }

  @Test
  void aRefusalOfALongValueShowsItsBeginning() {
    String token = "x".repeat(5_000);
    assertThat(refusalOf(() -> ClientFrameReader.read("[\"" + token + "\"]")).message())
        .isEqualTo("[\"" + "x".repeat(58) + "… (5004 characters): expected an object");
    assertThat(refusalOf(() -> ClientFrameReader.read("{\"type\":\"" + token + "\"}")).message())
        .contains("x".repeat(60) + "…\" (5000 characters)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":🎺}       | malformed JSON at character 8
          {"type":"pong"    | malformed JSON at character 14
          {"type":nul}      | malformed JSON at character
          {"type":"po       | malformed JSON at character
          """)
  void aRefusalOfMalformedJsonShowsTheTextAndWhereItFails(String text, String where) {
    assertThat(refusalOf(() -> ClientFrameReader.read(text)).message())
        .contains(where, InvalidValueException.shown(text))
        .doesNotContain("REDACTED", "Source");
  }

  private static void readOrRefused(String text) {
    try {
      assertThat(ClientFrameReader.read(text)).isNotNull();
    } catch (ProtocolException refused) {
      Refusals.checked(refused);
    }
    try {
      assertThat(EventReader.read(text)).isNotNull();
    } catch (ProtocolException refused) {
      Refusals.checked(refused);
    }
    try {
      assertThat(EventReader.readDelta(text)).isNotNull();
    } catch (ProtocolException refused) {
      Refusals.checked(refused);
    }
  }

  private static String publish(String data) {
    return publishing("{\"kind\":\"state\",\"key\":\"a\",\"data\":" + data + "}");
  }

  private static String publishing(String event) {
    return "{\"type\":\"publish\",\"id\":\"7\",\"topic\":\"board:42\",\"event\":" + event + "}";
  }

  private static String dataOf(String frame) {
    assertThat(ClientFrameReader.read(frame)).isInstanceOf(ClientFrame.Publish.class);
    Draft draft = ((ClientFrame.Publish) ClientFrameReader.read(frame)).draft();
    assertThat(draft).isInstanceOf(Draft.State.class);
    return ((Draft.State) draft).data().json();
  }
}
