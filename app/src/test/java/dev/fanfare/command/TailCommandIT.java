package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.InstanceProcess;
import dev.fanfare.Instances;
import dev.fanfare.Signal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fanfare tail} against a real instance. */
@Timeout(120)
class TailCommandIT {
  @RegisterExtension static final Instances INSTANCES = new Instances();

  private static InstanceProcess instance;

  @BeforeAll
  static void start() {
    instance = INSTANCES.start("tailed");
  }

  @Test
  void the_state_is_printed_first_and_then_every_change() {
    post(
        instance,
        "first",
        "{\"kind\":\"state\",\"key\":\"a\",\"data\":{\"n\": 1},\"user\":\"bob\"}");
    try (CommandProcess tail = tail(instance, "first", "second")) {
      assertThat(tail.awaitOut("\"n\"")).singleElement().asString().contains("first   state   a");
      post(instance, "second", "{\"kind\":\"notice\",\"data\":\"é\"}");
      tail.awaitOut("é");
      post(instance, "first", "{\"kind\":\"gone\",\"key\":\"a\"}");
      assertThat(tail.awaitOut("cleared"))
          .hasSize(3)
          .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  .*"));
      assertThat(tail.out().get(0)).endsWith("  first   state   a  bob  {\"n\": 1}");
      assertThat(tail.out().get(1)).endsWith("  second  notice  -  \"é\"");
      assertThat(tail.out().get(2)).endsWith("  first   gone    a  cleared");
      assertThat(tail.err()).isEmpty();
    }
  }

  @Test
  void publish_reads_the_json_that_tail_prints() {
    post(
        instance,
        "json",
        "{\"kind\":\"state\",\"key\":\"a\",\"data\":{\\n\"n\":1}}".replace("\\n", "\n"));
    try (CommandProcess tail = tail(instance, "json", "--json")) {
      String line = tail.awaitOut("state").getFirst();
      assertThat(line)
          .matches(
              "\\{\"topic\":\"json\",\"kind\":\"state\",\"id\":\".*\",\"at\":\\d+,\"key\":\"a\",\"data\":\\{ \"n\":1}}");
      CommandProcess copy =
          CommandProcess.start("publish", "copy", "--url", instance.url()).read(line + "\n");
      assertThat(copy.exitCode()).isZero();
      assertThat(instance.get("/v1/topics/copy").body()).contains("\"data\":{ \"n\":1}");
    }
  }

  @Test
  void on_a_terminal_lines_are_cut_and_coloured() {
    try (CommandProcess tail = CommandProcess.onTerminal("tail", "wide", "--url", instance.url())) {
      post(
          instance,
          "wide",
          "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"" + "x".repeat(100) + "\"}");
      String line = tail.awaitOut("…").getFirst();
      assertThat(line).contains("\033[32mstate \033[0m");
      assertThat(line.replaceAll("\033\\[\\d*m", "")).hasSize(60);
    }
  }

  @Test
  void ctrl_c_ends_it_without_a_message() {
    try (CommandProcess tail = tail(instance, "quiet", "--json")) {
      post(instance, "quiet", "{\"kind\":\"state\",\"key\":\"k\",\"data\":1}");
      tail.awaitOut("state");
      tail.signal(Signal.INT);
      assertThat(tail.exitCode()).isEqualTo(130);
      assertThat(tail.err()).isEmpty();
    }
  }

  @Test
  void it_ends_when_nobody_reads_its_output_any_more() throws Exception {
    post(instance, "pipe", "{\"kind\":\"state\",\"key\":\"k\",\"data\":1}");
    List<Process> pipe =
        ProcessBuilder.startPipeline(
            List.of(
                CommandProcess.builder(List.of(), "tail", "pipe", "--url", instance.url()),
                new ProcessBuilder("head", "-n", "1")));
    assertThat(pipe.getLast().waitFor()).isZero();
    // Nothing happens in the topic any more.
    assertThat(pipe.getFirst().waitFor()).isZero();
    assertThat(pipe.getFirst().errorReader().readAllAsString()).isEmpty();
  }

  @Test
  void after_a_restart_it_reports_the_outage_and_prints_the_new_state() {
    InstanceProcess killed = INSTANCES.start("killed");
    String port = killed.url().replaceAll(".*:", "");
    post(killed, "cut", "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"before\"}");
    try (CommandProcess tail = tail(killed, "cut")) {
      tail.awaitOut("before");
      killed.kill();
      tail.awaitErr("fanfare: the connection is lost: ");
      InstanceProcess again = INSTANCES.start("again", "--port", port);
      post(again, "cut", "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"behind\"}");
      tail.awaitOut("behind");
      assertThat(tail.err()).hasSize(3);
      assertThat(tail.err().get(1)).contains("connected again, to " + again.url());
      assertThat(tail.err().get(2)).contains("cut: something may have been missed");
    }
  }

  @Test
  void a_wrong_url_is_reported_at_once() {
    try (CommandProcess tail = CommandProcess.start("tail", "a", "--url", "http://127.0.0.1:1")) {
      assertThat(tail.exitCode()).isEqualTo(1);
      assertThat(tail.err())
          .singleElement()
          .asString()
          .startsWith("fanfare: ")
          .contains("127.0.0.1:1");
    }
  }

  private static CommandProcess tail(InstanceProcess instance, String... arguments) {
    String[] command =
        Stream.concat(Stream.of("tail"), Stream.of(arguments)).toArray(String[]::new);
    return CommandProcess.at(instance.url(), command);
  }

  private static void post(InstanceProcess instance, String topic, String event) {
    assertThat(instance.post("/v1/topics/" + topic + "/events", event).statusCode()).isEqualTo(200);
  }
}
