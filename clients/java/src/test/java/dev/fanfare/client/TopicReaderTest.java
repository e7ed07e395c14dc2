package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ServerFrameReader;
import dev.fanfare.topic.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of a reader, held against the golden scenarios. */
class TopicReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../protocol/fixtures/reader"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aReaderDoesThis(Path file) throws IOException {
    TopicReader reader = new TopicReader(new TopicName("board:42"));
    for (JsonNode step : JSON.readTree(file.toFile()).get("steps")) {
      JsonNode then = step.get("then");
      assertThat(verdict(reader.receive(part(step.get("receive")))))
          .as("at %s", step)
          .isEqualTo(then.get("verdict").textValue());
      assertThat(Objects.toString(reader.position(), null))
          .isEqualTo(then.get("position").textValue());
      assertThat(view(reader)).isEqualTo(then.get("view"));
    }
  }

  @Test
  void theFirstEventOfAnEmptyTopicThrowsNothingAway() throws IOException {
    TopicReader reader = new TopicReader(new TopicName("board:42"));
    String empty =
        "{\"type\":\"delta\",\"topic\":\"board:42\",\"from\":null,\"to\":%s,\"events\":[%s]}";
    String told = "{\"kind\":\"notice\",\"id\":\"1.a\",\"at\":1,\"data\":1}";
    DeltaPart join = part(JSON.readTree(empty.formatted("null", "")));
    DeltaPart first = part(JSON.readTree(empty.formatted("\"1.a\"", told)));
    assertThat(reader.receive(join)).isEqualTo(new TopicReader.Reading.Applied(join.delta(), true));
    assertThat(reader.receive(join))
        .as("there is still nothing")
        .isEqualTo(new TopicReader.Reading.Applied(join.delta(), false));
    reader.rejoin();
    assertThat(reader.receive(join))
        .as("nobody knows what came between")
        .isEqualTo(new TopicReader.Reading.Applied(join.delta(), true));
    assertThat(reader.receive(first))
        .isEqualTo(new TopicReader.Reading.Applied(first.delta(), false));
  }

  private static DeltaPart part(JsonNode json) {
    return (DeltaPart) Objects.requireNonNull(ServerFrameReader.read(json.toString()));
  }

  private static String verdict(TopicReader.Reading reading) {
    return switch (reading) {
      case TopicReader.Reading.Applied _ -> "applied";
      case TopicReader.Reading.Kept _ -> "kept";
      case TopicReader.Reading.Resubscribe _ -> "resubscribe";
      case TopicReader.Reading.Dropped _ -> "dropped";
    };
  }

  private static JsonNode view(TopicReader reader) throws IOException {
    ObjectNode view = JSON.createObjectNode();
    for (var set : reader.log().state()) {
      view.set(set.key().value(), JSON.readTree(set.data().json()));
    }
    return view;
  }
}
