package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fanfare.client.FanfareException.Reason;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as data, with and without a container. */
class PayloadsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final Fanfare FANFARE = Fanfare.connect(NOWHERE);
  private static final Payloads PAYLOADS = FANFARE.payloads();

  @Serdeable
  record Task(String title, List<String> labels) {}

  record Unknown(String title) {}

  @AfterAll
  static void close() {
    FANFARE.close();
  }

  @Test
  void anObjectIsWrittenAndReadBack() {
    Task task = new Task("Write \"it\"", List.of("a", "b"));
    Draft.State draft = (Draft.State) PAYLOADS.state("task:1", task, Duration.ofSeconds(5));
    assertThat(draft.key().value()).isEqualTo("task:1");
    assertThat(draft.ttl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(draft.data().json())
        .isEqualTo("{\"title\":\"Write \\\"it\\\"\",\"labels\":[\"a\",\"b\"]}");
    assertThat(PAYLOADS.read(draft.data(), Task.class)).isEqualTo(task);
  }

  @Test
  void plainValuesNeedNoAnnotation() {
    Draft.Notice list = (Draft.Notice) PAYLOADS.notice(List.of(1, 2));
    Draft.Notice text = (Draft.Notice) PAYLOADS.notice("k", "stale");
    Draft.State map = (Draft.State) PAYLOADS.state("k", Map.of("n", 1));
    assertThat(list.data().json()).isEqualTo("[1,2]");
    assertThat(text.data().json()).isEqualTo("\"stale\"");
    assertThat(map.data().json()).isEqualTo("{\"n\":1}");
    assertThat(PAYLOADS.read(list.data(), Argument.listOf(Integer.class))).containsExactly(1, 2);
    assertThat(PAYLOADS.read(text.data(), String.class)).isEqualTo("stale");
  }

  @Test
  void anObjectThatHasNoFormAsJsonIsRefused() {
    assertThatExceptionOfType(FanfareException.class)
        .isThrownBy(() -> PAYLOADS.state("k", new Unknown("x")))
        .withMessageContaining("Unknown cannot be written as JSON")
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
          assertThat(refused.code()).contains(ErrorCode.BAD_MESSAGE);
          assertThat(refused).hasCauseInstanceOf(Exception.class);
        });
  }

  @Test
  void anObjectThatIsTooLargeIsRefused() {
    assertThatExceptionOfType(FanfareException.class)
        .isThrownBy(() -> PAYLOADS.notice("x".repeat(70_000)))
        .withMessageContaining("at most 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "{\"title\":{}}", "1"})
  void dataOfAnotherTypeIsUnreadable(String json) {
    assertThatExceptionOfType(FanfareException.class)
        .isThrownBy(() -> PAYLOADS.read(new Data(json), Task.class))
        .withMessageStartingWith("data \"")
        .withMessageContaining("cannot be read as")
        .withMessageContaining("Task")
        .satisfies(unreadable -> assertThat(unreadable.reason()).isEqualTo(Reason.UNREADABLE));
  }

  @Test
  void inAnApplicationTheMapperOfTheContainerIsUsed() {
    Map<String, Object> settings =
        Map.of(
            "fanfare.url", NOWHERE.toString(), "micronaut.serde.serialization.inclusion", "ALWAYS");
    try (ApplicationContext context = ApplicationContext.run(settings)) {
      Payloads payloads = context.getBean(Fanfare.class).payloads();
      Task task = new Task("x", List.of());
      assertThat(((Draft.State) payloads.state("k", task)).data().json())
          .isEqualTo("{\"title\":\"x\",\"labels\":[]}");
      assertThat(((Draft.State) PAYLOADS.state("k", task)).data().json())
          .isEqualTo("{\"title\":\"x\"}");
    }
  }
}
