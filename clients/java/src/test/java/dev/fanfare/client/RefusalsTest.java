package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.notice;
import static dev.fanfare.client.Events.state;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fanfare.client.FanfareException.Reason;
import dev.fanfare.client.StubServer.Reply;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.topic.Draft;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input, wrong URLs and servers other than Fanfare: one clear error each. */
@Timeout(30)
class RefusalsTest {
  private static final String STORED = "{\"positions\":[\"1.a\"]}";
  private static final String AWAY =
      new String(new Problem(503, ErrorCode.UNAVAILABLE, "the store is away", "/").json(), UTF_8);

  @Test
  void aUsedIdempotencyKeyIsRefusedAndNotTriedAgain() {
    String mismatch =
        new String(Problem.of(ErrorCode.IDEMPOTENCY_MISMATCH, "used before", "/").json(), UTF_8);
    try (var server = new StubServer(Reply.of(422, mismatch));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException refused = Failures.of(fanfare.publish(BOARD, notice("1")));
      assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
      assertThat(refused.code()).contains(ErrorCode.IDEMPOTENCY_MISMATCH);
      assertThat(refused).hasMessage("used before");
      assertThat(server.keys()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":      | malformed JSON",
        "1 2          | more after the JSON value",
        "'\"\\ud83d\"'  | surrogate",
      })
  void malformedJsonIsRefusedBeforeItIsSent(String json, String why) {
    try (var server = new StubServer(Reply.of(200, STORED));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException refused = Failures.of(fanfare.publish(BOARD, notice(json)));
      assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
      assertThat(refused.code()).contains(ErrorCode.BAD_MESSAGE);
      assertThat(refused).hasMessageContaining(why);
      assertThat(server.keys()).isEmpty();
    }
  }

  @Test
  void tooManyEventsAndBadTopicsAreRefusedBeforeTheyAreSent() {
    try (var server = new StubServer(Reply.of(200, STORED));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      Draft event = state("a", 1);
      assertThat(Failures.of(fanfare.publishAll(BOARD, Collections.nCopies(1_001, event))))
          .hasMessage("1001 events: expected at most 1000");
      assertThat(Failures.of(fanfare.publish("no topic", event)))
          .hasMessageContaining("topic \"no topic\": expected 1 to 200 characters");
      assertThat(server.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8123", "ftp://localhost", "/v1", "http:///v1", "http://h?q"})
  void aUrlThatCannotBeAServerIsRefused(String url) {
    assertThatExceptionOfType(FanfareException.class)
        .isThrownBy(() -> FanfareOptions.of(URI.create(url)))
        .withMessageContaining("expected an http or https URL");
  }

  @ParameterizedTest
  @CsvSource({"404, <html>not here</html>", "200, <html>welcome</html>", "400, {}", "301, ''"})
  void aServerThatIsNotFanfareIsReported(int status, String body) {
    try (var server = new StubServer(Reply.of(status, body));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException refused = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(refused.reason()).as("%s", refused).isEqualTo(Reason.NOT_FANFARE);
      assertThat(server.keys()).hasSize(1);
      FanfareException unfollowed = Failures.of(fanfare.follow(BOARD).firstOrError());
      assertThat(unfollowed.reason()).as("%s", unfollowed).isEqualTo(Reason.NOT_FANFARE);
      assertThat(fanfare.status()).isInstanceOf(Status.Failed.class);
    }
  }

  @Test
  void allTriesHaveTheSameKey() {
    Reply away = new Reply(503, Map.of("Retry-After", "1"), AWAY);
    try (var server =
            new StubServer(away, Reply.of(429, ""), Reply.of(502, ""), Reply.of(200, STORED));
        Fanfare fanfare = Fanfare.connect(FanfareOptions.of(server.url()).withToken("secret"))) {
      long before = System.nanoTime();
      assertThat(fanfare.publish(BOARD, state("a", 1)).blockingGet().seq()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(server.keys()).hasSize(4).containsOnly(server.keys().getFirst());
      assertThat(server.keys().getFirst()).matches("[0-9a-f]{1,32}");
      assertThat(server.tokens()).containsOnly("Bearer secret");
    }
  }

  @ParameterizedTest
  @CsvSource({"500, internal", "500, <html>", "520, <html>"})
  void afterAFailureOfTheServerTheSameKeyIsTriedOnceMore(int status, String body) {
    Reply failed = Reply.of(status, problem(status, body));
    try (var server = new StubServer(failed, Reply.of(200, STORED));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      assertThat(fanfare.publish(BOARD, state("a", 1)).blockingGet().seq()).isEqualTo(1);
      assertThat(server.keys()).hasSize(2).containsOnly(server.keys().getFirst());
    }
    try (var server = new StubServer(failed);
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException known = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(known.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
      assertThat(known).hasMessageContaining("it may or may not be stored");
      assertThat(server.keys()).hasSize(2).containsOnly(server.keys().getFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "422, idempotency_mismatch",
    "400, bad_message",
    "409, state_full",
    "451, not_invented_yet",
    "501, not_supported"
  })
  void anyOtherRefusalOfFanfareMeansThatNothingIsStored(int status, String code) {
    try (var server = new StubServer(Reply.of(status, problem(status, code)));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException refused = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
      assertThat(refused).hasMessage("the reason");
      assertThat(server.keys()).hasSize(1);
    }
  }

  /** The first try may have been stored; what the proxy says of the second is no news of it. */
  @ParameterizedTest
  @CsvSource({"403, <html>", "404, <html>", "401, ''"})
  void aRefusalByAProxyAfterAnUnknownOutcomeLeavesItUnknown(int status, String body) {
    try (var server = new StubServer(Reply.of(503, AWAY), Reply.of(status, body));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException known = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(known.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
      assertThat(server.keys()).hasSize(2);
    }
  }

  private static String problem(int status, String code) {
    return code.startsWith("<")
        ? code
        : """
        {"type":"urn:fanfare:problem:%s","title":"t","status":%d,"detail":"the reason",
         "instance":"/","code":"%s"}\
        """
            .formatted(code, status, code);
  }

  @Test
  void aPublishFailsAtTheDeadlineIfTheServerStaysAway() {
    PublishLimits soon = PublishLimits.DEFAULT.withDeadline(Duration.ofMillis(500));
    try (var server = new StubServer(Reply.of(503, AWAY));
        Fanfare fanfare = Fanfare.connect(FanfareOptions.of(server.url()).withLimits(soon))) {
      FanfareException known = Failures.of(fanfare.publish(BOARD, state("a", 1)));
      assertThat(known.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
      assertThat(known)
          .hasMessageContaining("it may or may not be stored")
          .hasMessageContaining("the store is away");
    }
  }
}
