package dev.fanfare.protocol;

import static dev.fanfare.topic.Examples.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fanfare.protocol.Fixtures.Fixture;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of the codec, against the frames that all parts of the project share. */
class ClientCodecTest {
  static List<Fixture> server() {
    return Fixtures.all("server");
  }

  static List<Fixture> client() {
    return Fixtures.all("client");
  }

  @ParameterizedTest
  @MethodSource("client")
  void aClientWritesTheseBytes(Fixture fixture) {
    byte[] written = ClientFrameWriter.write(ClientFrameReader.read(fixture.frame()));
    assertThat(new String(written, UTF_8)).isEqualTo(fixture.frame().replace(",\"from\":null", ""));
  }

  @ParameterizedTest
  @MethodSource("server")
  void aClientReadsTheseFrames(Fixture fixture) {
    switch (ServerFrameReader.read(fixture.frame())) {
      case ServerFrame frame ->
          assertThat(new String(ServerFrameWriter.write(frame), UTF_8)).isEqualTo(fixture.frame());
      case DeltaPart part -> {
        assertThat(part.delta()).isEqualTo(EventReader.readDelta(fixture.frame()));
        assertThat(part.more()).isEqualTo(fixture.json().path("more").booleanValue());
      }
      case null -> throw new AssertionError("ignored");
    }
  }

  @Test
  void unknownTypesAreIgnoredAndUnknownCodesAreReplacedByKnownOnes() {
    assertThat(ServerFrameReader.read("{\"type\":\"fanfare\",\"loud\":true}")).isNull();
    assertThat(ServerFrameReader.read(error("asleep", true)))
        .isEqualTo(new ServerFrame.Error("1", ErrorCode.UNAVAILABLE, "why"));
    assertThat(ServerFrameReader.read(error("asleep", false)))
        .isEqualTo(new ServerFrame.Error("1", ErrorCode.INTERNAL, "why"));
    assertThat(
            ServerFrameReader.read(
                "{\"type\":\"goodbye\",\"code\":4777,\"reason\":\"new\",\"retryAfterMs\":null}"))
        .isEqualTo(new ServerFrame.Goodbye(CloseCode.MESSAGE_TOO_LARGE, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "[]",
        "{}",
        "{\"type\":\"welcome\"}",
        "{\"type\":\"delta\",\"topic\":\"t\",\"from\":null,\"to\":null,\"events\":[],\"more\":1}"
      })
  void aMessageThatNoServerSendsIsRefused(String message) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> ServerFrameReader.read(message));
  }

  @Test
  void anArrayIsWrittenAndTheSameNumberOfPositionsIsRead() {
    Draft draft = new Draft.Notice(null, new Key("k"), new Data("1"));
    byte[] json = DraftWriter.write(draft);
    assertThat(new String(PublishBody.array(List.of(json, json)), UTF_8))
        .isEqualTo(
            "[{\"kind\":\"notice\",\"key\":\"k\",\"data\":1},"
                + "{\"kind\":\"notice\",\"key\":\"k\",\"data\":1}]");
    String answer = "{\"positions\":[\"1.a\",\"2.a\"]}";
    assertThat(PublishBody.readPositions(answer, 2))
        .containsExactly(new Position(1, "a"), new Position(2, "a"));
    assertThat(Refusals.refusalOf(() -> PublishBody.readPositions(answer, 3)).message())
        .contains("has 2 elements: expected 3");
    assertThat(Refusals.refusalOf(() -> PublishBody.readPositions("{\"positions\":[1]}", 1)).code())
        .isEqualTo(ErrorCode.BAD_MESSAGE);
  }

  @Test
  void onlyAProblemOfFanfareIsReadBack() {
    Problem problem = new Problem(409, ErrorCode.STATE_FULL, "10000 keys", "/v1/topics/" + TOPIC);
    assertThat(ProblemReader.read(409, new String(problem.json(), UTF_8))).isEqualTo(problem);
    assertThat(ProblemReader.read(404, "<html>")).isNull();
    assertThat(ProblemReader.read(404, "{\"type\":\"about:blank\"}")).isNull();
  }

  private static String error(String code, boolean retryable) {
    return "{\"type\":\"error\",\"id\":\"1\",\"code\":\"%s\",\"message\":\"why\",\"retryable\":%s}"
        .formatted(code, retryable);
  }
}
