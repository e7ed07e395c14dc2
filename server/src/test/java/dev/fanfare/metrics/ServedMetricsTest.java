package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import dev.fanfare.Repository;
import dev.fanfare.WebSocketReader;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The metrics as an operator reads them. */
@ExtendWith(NoComplaints.class)
@Timeout(60)
final class ServedMetricsTest {
  private static final String NOTICE = "{\"kind\":\"notice\",\"data\":1}";
  private static final String CALLS = "http_server_requests_seconds_count";

  /** A row of docs/METRICS.md: name, type, meaning. */
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)`[^|]* \\| (\\w+) \\| (.*) \\|");

  @Test
  void each_metric_is_documented_and_each_documented_one_is_served() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Repository.ROOT.resolve("docs/METRICS.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1) + " " + row.group(2), row.group(3));
      }
    }
    try (RedisServer redis = RedisServer.start();
        Instance instance = Instance.start("redis.uri=" + redis.uri())) {
      instance.publish("t", NOTICE);
      Scrape scrape = Scrape.of(instance);
      Set<String> served = scrape.families("fanfare_", "http_server_requests");
      assertThat(new TreeSet<>(documented.keySet())).isEqualTo(served);
      for (String family : served) {
        String name = family.substring(0, family.indexOf(' '));
        if (name.startsWith("fanfare_")) {
          assertThat(documented.get(family)).as(name).isEqualTo(scrape.help(name));
        }
      }
      assertThat(Scrape.of(instance, "/metrics").families("")).isEqualTo(scrape.families(""));
    }
  }

  @Test
  void calls_of_the_short_way_are_timed_like_those_of_the_long_way() {
    try (Instance instance = Instance.start("state-keys=1");
        Instance other = Instance.start("state-keys=1")) {
      call(instance, "Accept: */*");
      call(other, "X-Long-Way: 1");
      Scrape shortWay = Scrape.of(instance);
      Scrape longWay = Scrape.of(other);
      assertThat(shortWay.labels(CALLS)).isEqualTo(longWay.labels(CALLS)).hasSizeGreaterThan(4);
      for (String labels : shortWay.labels(CALLS)) {
        assertThat(shortWay.value(CALLS + labels)).isEqualTo(longWay.value(CALLS + labels));
      }
    }
  }

  /** Publications that are stored, replayed and refused for all reasons that a body can have. */
  private static void call(Instance instance, String header) {
    String large = "\"" + "x".repeat(70_000) + "\"";
    for (String body :
        List.of(
            NOTICE,
            "[" + NOTICE + "," + NOTICE + "]",
            "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}",
            "{\"kind\":\"state\",\"key\":\"b\",\"data\":1}",
            "{\"kind\":\"notice\",\"data\":" + large + "}",
            "{")) {
      post(instance, "t", body, "Accept: */*", header);
    }
    post(instance, "t", NOTICE, "Idempotency-Key: a", header);
    post(instance, "t", NOTICE, "Idempotency-Key: a", header);
    post(instance, "t", "[" + NOTICE + "," + NOTICE + "]", "Idempotency-Key: a", header);
    post(instance, "t%2A", NOTICE, "Accept: */*", header);
  }

  private static void post(Instance instance, String topic, String body, String... headers) {
    var request = instance.request("/v1/topics/" + topic + "/events");
    request.header("Content-Type", "application/json");
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      request.setHeader(parts[0], parts[1]);
    }
    instance.send(request.POST(BodyPublishers.ofString(body)));
  }

  @Test
  void publications_and_deliveries_are_timed() {
    try (Instance instance = Instance.start();
        WebSocketReader reader = WebSocketReader.open(instance, "t")) {
      instance.publish("t", NOTICE);
      reader.send("{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"t\",\"event\":" + NOTICE + "}");
      await().until(() -> Scrape.of(instance).value("fanfare_publish_seconds_count") == 2);
      await().until(() -> Scrape.of(instance).value("fanfare_delivery_seconds_count") >= 1);
      Scrape scrape = Scrape.of(instance);
      assertThat(scrape.value("fanfare_delivery_seconds_count")).isLessThanOrEqualTo(2);
      for (String timed : List.of("fanfare_publish_seconds", "fanfare_delivery_seconds")) {
        assertThat(scrape.labels(timed + "_bucket")).hasSize(13).contains("{le=\"+Inf\"}");
        assertThat(scrape.value(timed + "_bucket{le=\"5.0\"}")).isPositive();
        assertThat(scrape.value(timed + "_sum")).isBetween(0.0, 10.0);
      }
    }
  }

  @Test
  void the_gauge_of_Redis_says_whether_it_can_be_used() {
    try (RedisServer redis = RedisServer.start();
        Instance instance = Instance.start("redis.uri=" + redis.uri())) {
      assertThat(Scrape.of(instance).value("fanfare_redis_up")).isEqualTo(1);
      redis.pause();
      await().until(() -> Scrape.of(instance).value("fanfare_redis_up") == 0);
      redis.resume();
      await().until(() -> Scrape.of(instance).value("fanfare_redis_up") == 1);
    }
  }

  @Test
  void the_version_is_a_tag() {
    try (Instance instance = Instance.start()) {
      Scrape scrape = Scrape.of(instance);
      assertThat(scrape.labels("fanfare_build_info"))
          .containsExactly("{version=\"" + ProgramVersion.text() + "\"}");
      assertThat(scrape.value("fanfare_build_info")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1000",
    "1001, 1001",
    "3000, other",
    "4999, other",
    "4000, 4000",
    "0, 1005",
    "-1, 1006",
    "-2, 1002",
    "-3, 4500"
  })
  void an_ended_session_is_counted_by_its_close_code(int sent, String counted) {
    try (Instance instance = Instance.start()) {
      try (RawSocket socket = RawSocket.open(instance, "")) {
        socket.next("welcome");
        socket.send(
            switch (sent) {
              case -1 -> new byte[0];
              case -2 -> new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0};
              case -3 -> new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0};
              case 0 -> new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};
              default -> RawSocket.close(sent);
            });
        if (sent >= 0) {
          assertThat(socket.isClosed()).isTrue();
        } else if (sent < -1) {
          socket.next(RawSocket.CLOSE);
        }
      }
      String line = "fanfare_sessions_closed_total{code=\"" + counted + "\"}";
      await().until(() -> Scrape.of(instance).value(line) == 1);
      await().until(() -> Scrape.of(instance).value("fanfare_sessions ") == 0);
      double all =
          Scrape.of(instance).labels("fanfare_sessions_closed_total").stream()
              .mapToDouble(it -> Scrape.of(instance).value("fanfare_sessions_closed_total" + it))
              .sum();
      assertThat(all).isEqualTo(1);
    }
  }
}
