package dev.fanfare.publish;

import static dev.fanfare.metrics.Metric.FAULTS;
import static dev.fanfare.metrics.Metric.HOSTS_REFUSED;
import static dev.fanfare.metrics.Metric.MALFORMED;
import static dev.fanfare.metrics.Metric.NO_ROOM;
import static dev.fanfare.metrics.Metric.ORIGINS_REFUSED;
import static dev.fanfare.metrics.Metric.RATE_LIMITED;
import static dev.fanfare.metrics.Metric.REFUSED;
import static dev.fanfare.metrics.Metric.UNAVAILABLE;
import static dev.fanfare.metrics.Metric.UPGRADES_REFUSED;
import static dev.fanfare.publish.RefusalCase.call;
import static dev.fanfare.publish.RefusalCase.post;
import static dev.fanfare.publish.RefusalCase.upgrade;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.RawSocket;
import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each refusal and each failure increases its own metric and no other, over HTTP and over sockets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class RefusalMetricsTest {
  private static final String NOTICE = "{\"kind\":\"notice\",\"data\":1}";
  private static final String EVENTS = "/v1/topics/t/events";
  private static final String BUG = "bug";
  private static final String LARGE =
      "{\"kind\":\"notice\",\"data\":\"" + "x".repeat(70_000) + "\"}";

  /** The metrics of refusals, failures and stored events. */
  private static final Set<Metric> COUNTED =
      Set.of(
          Metric.PUBLISHED,
          REFUSED,
          UNAVAILABLE,
          FAULTS,
          RATE_LIMITED,
          NO_ROOM,
          Metric.OVERLOADED,
          HOSTS_REFUSED,
          ORIGINS_REFUSED,
          MALFORMED,
          UPGRADES_REFUSED,
          Metric.CONNECTIONS_REFUSED,
          Metric.NOT_READING);

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start("state-keys=1", "idempotency-bytes=1", "connection-topics=2");
    instance.publish("full", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    Following _ = instance.part(Backplane.class).follow(new TopicName(BUG), new Broken());
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  static List<RefusalCase> publications() {
    return new RefusalCase.Table()
        .publication("no kind", "t", "{\"data\":1}", "", "bad_message", "field \"kind\" is missing")
        .publication(
            "an unknown field",
            "t",
            "{\"kind\":\"notice\",\"data\":1,\"ttl\":5}",
            "",
            "bad_message",
            "field \"ttl\" is unknown: did you mean \"ttlMs\"?")
        .publication("no topic", "t*", NOTICE, "", "bad_message", "expected 1 to 200 characters")
        .publication("large data", "t", LARGE, "", "too_large", "65536")
        .publication(
            "a full topic",
            "full",
            "{\"kind\":\"state\",\"key\":\"b\",\"data\":1}",
            "",
            "state_full",
            "a topic holds the state of at most 1 keys")
        .publication(
            "no memory for a key", "t", NOTICE, "k", "unavailable", "1 bytes", UNAVAILABLE, NO_ROOM)
        .publication("a bug", BUG, NOTICE, "", "internal", Failures.BUG, FAULTS)
        .rows();
  }

  static List<RefusalCase> calls() {
    String card = "/poc/submit_update_event";
    return new RefusalCase.Table()
        .http("malformed JSON", post(EVENTS, "{"), "bad_message", "malformed JSON", REFUSED)
        .http("no body", post(EVENTS, ""), "bad_message", "the body is empty", REFUSED)
        .http("a bad card", post(card, "{}"), "bad_message", "username", REFUSED)
        .http("a bad position", call("GET", "/v1/topics/t?from=x"), "bad_message", "x", REFUSED)
        .http("no such path", call("GET", "/v1/x"), "not_found", "/v1/x", REFUSED)
        .http("no such user", call("GET", "/poc/replay_event_data/u"), "not_found", "u", REFUSED)
        .http("a wrong method", call("PUT", EVENTS), "not_allowed", "PUT", REFUSED)
        .http("a method of no page", post("/docs", NOTICE), "not_allowed", "/docs", REFUSED)
        .http("no JSON", post(EVENTS, "a", "Content-Type: text/plain"), "not_json", "text", REFUSED)
        .http("packed", post(EVENTS, "a", "Content-Encoding: gzip"), "not_json", "gzip", REFUSED)
        .http("nothing accepted", post(EVENTS, NOTICE, "Accept: a/b"), "bad_message", "", REFUSED)
        .http("a large body", post(EVENTS, " ".repeat(1_048_577)), "too_large", "1048576", REFUSED)
        .http("a large body in chunks", chunked(), "too_large", "1048576", REFUSED)
        .http("a key", post(EVENTS, NOTICE, "Idempotency-Key:"), "bad_message", "128", REFUSED)
        .rows();
  }

  private static String chunked() {
    String chunk = "80001\r\n" + " ".repeat(0x80001) + "\r\n";
    String head =
        call("POST", EVENTS, "Content-Type: application/json", "Transfer-Encoding: chunked");
    return head + chunk + chunk + "0\r\n\r\n";
  }

  static List<RefusalCase> door() {
    String topics = "?topic=a&topic=b&topic=c";
    String origin = "Origin: http://evil.example";
    return new RefusalCase.Table()
        .http("a bad header", call("GET", "/", "X : y"), "bad_message", "malformed", MALFORMED)
        .http("HTTP/2", call("GET", "/").replace("1.1", "2.0"), "not_supported", "2.0", MALFORMED)
        .http("a bad method", call("FOO", "/"), "not_supported", "FOO", MALFORMED)
        .http("an Expect", call("GET", "/", "Expect: x"), "not_supported", "Expect", MALFORMED)
        .http("a long line", call("GET", "/" + "a".repeat(40_000)), "too_large", "line", MALFORMED)
        .http(
            "long headers",
            call("GET", "/", "X: " + "a".repeat(40_000)),
            "too_large",
            "headers",
            MALFORMED)
        .http("a bad chunk", badChunk(), "bad_message", "chunk", MALFORMED)
        .http(
            "a foreign host",
            call("GET", "/", "Host: evil.example"),
            "misdirected",
            "evil",
            HOSTS_REFUSED)
        .http(
            "a publication to it",
            post(EVENTS, NOTICE, "Host: evil.example"),
            "misdirected",
            "evil",
            HOSTS_REFUSED)
        .http(
            "a socket to it",
            upgrade("", "localhost", "evil.example"),
            "misdirected",
            "evil",
            HOSTS_REFUSED)
        .http("a foreign page", call("GET", "/", origin), "forbidden", "evil", ORIGINS_REFUSED)
        .http("that posts", post(EVENTS, NOTICE, origin), "forbidden", "evil", ORIGINS_REFUSED)
        .http(
            "its socket",
            upgrade("", "Upgrade: w", origin + "\r\nUpgrade: w"),
            "forbidden",
            "evil",
            ORIGINS_REFUSED)
        .http("no upgrade", call("GET", "/v1/ws"), "not_allowed", "upgrade", UPGRADES_REFUSED)
        .http("version 8", upgrade("", "13", "8"), "not_allowed", "13", UPGRADES_REFUSED)
        .http("no WebSocket key", upgrade("", "-Key", "-K"), "bad_message", "Key", UPGRADES_REFUSED)
        .http("a bad topic", upgrade("?topic=*", "", ""), "bad_message", "topic", UPGRADES_REFUSED)
        .http("many topics", upgrade(topics, "", ""), "too_many_topics", "3", UPGRADES_REFUSED)
        .rows();
  }

  private static String badChunk() {
    return call("POST", EVENTS, "Content-Type: application/json", "Transfer-Encoding: chunked")
        + "zz\r\n";
  }

  static List<RefusalCase> messages() {
    String subscribe = "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"%s\"}\n";
    String three = subscribe.formatted("a") + subscribe.formatted("b") + subscribe.formatted("c");
    String token = "{\"type\":\"token\",\"id\":\"1\",\"token\":\"x\"}";
    String tooLong = "\u0081\u00ff\0\0\0\0\0\2\0\1\0\0\0\0";
    return new RefusalCase.Table()
        .socket("no JSON", "x", "bad_message", "malformed JSON", REFUSED)
        .socket("no such type", "{\"type\":\"x\"}", "unknown_type", "x", REFUSED)
        .socket("a token", token, "not_supported", "token", REFUSED)
        .socket("a topic too many", three, "too_many_topics", "at most 2", REFUSED)
        .frames("a binary frame", "\u0082\u0080\0\0\0\0", "bad_message", REFUSED)
        .frames("a long message", tooLong, "4500", REFUSED)
        .frames("no mask", "\u0081\1x", "1002", MALFORMED)
        .frames("no UTF-8", "\u0081\u0081\0\0\0\0\u00ff", "1007", MALFORMED)
        .rows();
  }

  @ParameterizedTest
  @MethodSource({"publications", "calls", "door", "messages"})
  void a_refusal_increases_exactly_its_metric(RefusalCase refusal) {
    refuses(instance, refusal);
  }

  @Test
  void messages_that_come_too_fast_increase_exactly_their_metric() {
    try (Instance slow = Instance.start("messages-per-second=1", "message-burst=1")) {
      String two = "{\"type\":\"pong\"}\n{\"type\":\"pong\"}";
      refuses(
          slow,
          new RefusalCase.Table()
              .socket("too fast", two, "rate_limited", "1 frames a second", RATE_LIMITED)
              .rows()
              .getFirst());
    }
  }

  @Test
  void one_socket_too_many_increases_exactly_its_metric() {
    try (Instance small = Instance.start("connections=1");
        RawSocket _ = RawSocket.open(small, "")) {
      refuses(
          small,
          new RefusalCase.Table()
              .http("one more", upgrade("", "", ""), "unavailable", "at most 1", UPGRADES_REFUSED)
              .rows()
              .getFirst());
    }
  }

  @Test
  void a_topic_without_memory_increases_exactly_its_metrics() {
    try (Instance small = Instance.start("followed-bytes=1", "linger=1ms")) {
      String subscribe = "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"a\"}";
      refuses(
          small,
          new RefusalCase.Table()
              .socket("no room", subscribe, "unavailable", "at most 1 bytes", UNAVAILABLE, NO_ROOM)
              .rows()
              .getFirst());
    }
  }

  private static void refuses(Instance instance, RefusalCase refusal) {
    Map<Metric, Long> before = counted(instance);
    try (RawSocket raw =
        refusal.way() == RefusalCase.Way.HTTP
            ? RawSocket.connect(instance)
            : RawSocket.open(instance, "")) {
      switch (refusal.way()) {
        case HTTP -> isProblem(raw, refusal);
        case SOCKET -> {
          refusal.bytes().lines().forEach(line -> raw.send(RawSocket.text(line)));
          isError(raw.next("error"), refusal);
        }
        case FRAMES -> {
          raw.send(refusal.bytes().getBytes(ISO_8859_1));
          if (Character.isDigit(refusal.code().charAt(0))) {
            assertThat(raw.next(RawSocket.CLOSE).closeCode())
                .isEqualTo(Integer.parseInt(refusal.code()));
          } else {
            isError(raw.next("error"), refusal);
          }
        }
      }
    }
    Map<Metric, Long> moved = counted(instance);
    moved.replaceAll((metric, value) -> value - before.getOrDefault(metric, 0L));
    moved.values().removeIf(value -> value == 0);
    assertThat(moved.keySet()).isEqualTo(refusal.moved());
    assertThat(moved.values()).containsOnly(1L);
  }

  private static Map<Metric, Long> counted(Instance instance) {
    Metrics metrics = instance.part(Metrics.class);
    Map<Metric, Long> values = new EnumMap<>(Metric.class);
    COUNTED.forEach(metric -> values.put(metric, metrics.value(metric)));
    return values;
  }

  private static void isError(JsonObject error, RefusalCase refusal) {
    assertThat(error.string("code")).isEqualTo(refusal.code());
    assertThat(error.string("message")).contains(refusal.shows());
  }

  private static void isProblem(RawSocket raw, RefusalCase refusal) {
    raw.send(refusal.bytes().getBytes(ISO_8859_1));
    String head = raw.readHead();
    assertThat(head).startsWith("HTTP/1.1 ").containsIgnoringCase("application/problem+json");
    String length = head.replaceAll("(?is).*\ncontent-length: ([0-9]+)\r.*", "$1");
    JsonObject problem = JsonObject.parse(new String(raw.read(Integer.parseInt(length)), UTF_8));
    assertThat(problem.string("code")).isEqualTo(refusal.code());
    assertThat(problem.string("detail")).contains(refusal.shows());
  }

  /** A listener that throws when something is published. */
  private static final class Broken implements TopicListener {
    @Override
    public void onFollowing(Position head) {}

    @Override
    public void onAppended(Delta told) {
      throw new IllegalStateException("a bug");
    }
  }
}
