package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The API's document lists the fields that the codec writes. */
final class ApiDocumentTest {
  @Test
  void a_delta_has_the_fields_that_are_written() {
    Delta reset = new Delta(new TopicName("t"), null, Position.START, List.of());
    Map<String, ?> written =
        new Yaml().load(new String(DeltaWriter.writeWhole(reset, Freshness.STALE), UTF_8));
    try (Instance instance = Instance.start()) {
      Map<String, ?> document = new Yaml().load(instance.get("/swagger/openapi.yml").body());
      Map<?, ?> delta = in(in(in(document, "components"), "schemas"), "Delta");
      assertThat(in(delta, "properties").keySet()).isEqualTo(written.keySet());
    }
  }

  private static Map<?, ?> in(Map<?, ?> map, String key) {
    return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
  }
}
