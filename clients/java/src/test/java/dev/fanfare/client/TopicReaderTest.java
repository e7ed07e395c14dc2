package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ServerFrameReader;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link TopicReader} follows the golden scenarios. */
class TopicReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../protocol/fixtures/reader"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aReaderFollowsTheScenario(Path file) throws IOException {
    TopicReader reader = new TopicReader(new TopicName("board:42"));
    for (JsonNode step : JSON.readTree(file.toFile()).get("steps")) {
      JsonNode then = step.get("then");
      TopicReader.ReadResult reading = reader.receive(part(step.get("receive")));
      assertThat(verdict(reading)).as("at %s", step).isEqualTo(then.get("verdict").textValue());
      if (reading instanceof TopicReader.ReadResult.Applied(Delta delta)) {
        assertThat(delta.isReset()).as("at %s", step).isEqualTo(then.get("reset").booleanValue());
      }
      Position position = reader.position();
      assertThat(position.isStart() ? null : position.toString())
          .isEqualTo(then.get("position").textValue());
      assertThat(view(reader)).isEqualTo(then.get("view"));
    }
  }

  /** A busy follower receives several deltas as one change, but always learns of a loss. */
  @ParameterizedTest
  @MethodSource("scenarios")
  void aFollowerLearnsWhetherItMayHaveMissedSomething(Path file) throws IOException {
    List<byte[]> frames = new ArrayList<>(List.of(GreetingServer.WELCOME));
    boolean missed = false;
    String last = "";
    for (JsonNode step : JSON.readTree(file.toFile()).get("steps")) {
      frames.add(GreetingServer.text(step.get("receive").toString()));
      missed |= step.at("/then/missed").booleanValue();
      last = step.at("/then/view").toString();
    }
    try (var server = new GreetingServer("fanfare.v1", frames.toArray(byte[][]::new));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      List<Change> told = new CopyOnWriteArrayList<>();
      var following = fanfare.follow("board:42").subscribe(told::add);
      JsonNode view = JSON.readTree(last);
      boolean isLoss = missed;
      await()
          .until(() ->
              !told.isEmpty()
                  && view(told.getLast()).equals(view)
                  && told.stream().anyMatch(Change::missed) == isLoss);
      following.dispose();
      assertThat(told.getFirst().missed()).isFalse();
      assertThat(told.stream().anyMatch(Change::missed)).isEqualTo(missed);
    }
  }

  private static JsonNode view(Change change) throws IOException {
    ObjectNode view = JSON.createObjectNode();
    for (var set : change.view().values()) {
      view.set(set.key().value(), JSON.readTree(set.data().json()));
    }
    return view;
  }

  private static DeltaPart part(JsonNode json) {
    return (DeltaPart) Objects.requireNonNull(ServerFrameReader.read(json.toString()));
  }

  private static String verdict(TopicReader.ReadResult reading) {
    return switch (reading) {
      case TopicReader.ReadResult.Applied _ -> "applied";
      case TopicReader.ReadResult.Kept _ -> "kept";
      case TopicReader.ReadResult.Resubscribe _ -> "resubscribe";
      case TopicReader.ReadResult.Dropped _ -> "dropped";
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
