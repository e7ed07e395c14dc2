package dev.fanfare.client;

import static dev.fanfare.client.GreetingServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a WebSocket begins and ends, with Fanfare and with other servers. */
@Timeout(30)
class HandshakeTest {
  private static final byte[] WELCOME =
      text(
          "{\"type\":\"welcome\",\"session\":\"s\",\"instance\":\"i\",\"heartbeatMs\":500,"
              + "\"messagesPerSecond\":50,\"messageBurst\":256,\"user\":null}");

  @ParameterizedTest
  @CsvSource({
    "fanfare.v9, protocol",
    "'', speaks protocol \"\": expected fanfare.v1",
    "fanfare.v1, cannot be read: malformed JSON"
  })
  void aServerOfAnotherProtocolIsNotFanfare(String subprotocol, String why) {
    try (var server = new GreetingServer(subprotocol, text("hello"));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException failure = Failures.of(fanfare.follow("board:42").firstOrError());
      assertThat(failure.reason()).isEqualTo(FanfareException.Reason.NOT_FANFARE);
      assertThat(failure).hasMessageContaining(why);
      assertThat(server.arrivals()).hasSize(1);
    }
  }

  @Test
  void anUnknownHostIsReported() {
    try (Fanfare fanfare = Fanfare.connect(URI.create("http://no.such.host.invalid"))) {
      FanfareException failure = Failures.of(fanfare.follow("board:42").firstOrError());
      assertThat(failure).hasMessageContaining("there is no such host");
    }
  }

  @Test
  void theClientDoesNotReconnectBeforeTheTimeOfAGoodbye() {
    try (var server =
            new GreetingServer("fanfare.v1", WELCOME, goodbye("700"), GreetingServer.close(4002));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      var board = fanfare.follow("board:42").test();
      Status.Waiting waiting = awaitWaiting(fanfare);
      assertThat(waiting.reason()).isEqualTo("the server said goodbye: rate_limited");
      assertThat(waiting.retryIn()).isBetween(Duration.ofMillis(700), Duration.ofMillis(1_200));
      await().until(() -> server.arrivals().size() == 2);
      List<Long> arrivals = server.arrivals();
      assertThat(Duration.ofNanos(arrivals.getLast() - arrivals.getFirst()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(700));
      board.assertNotComplete();
    }
  }

  @Test
  void afterAGoodbyeWithoutATimeTheClientDoesNotReconnect() {
    try (var server =
            new GreetingServer("fanfare.v1", WELCOME, goodbye("null"), GreetingServer.close(4500));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      FanfareException failure = Failures.of(fanfare.follow("board:42").firstOrError());
      assertThat(failure.reason()).isEqualTo(FanfareException.Reason.REFUSED);
      assertThat(fanfare.status()).isInstanceOf(Status.Failed.class);
      assertThat(server.arrivals()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1002, 1007})
  void afterACloseCodeOfABugTheStatusNamesIt(int code) {
    try (var server = new GreetingServer("fanfare.v1", WELCOME, GreetingServer.close(code));
        Fanfare fanfare = Fanfare.connect(server.url())) {
      var board = fanfare.follow("board:42").test();
      Status.Waiting waiting = awaitWaiting(fanfare);
      assertThat(waiting.reason()).isEqualTo("the server closed the socket with code " + code);
      await().until(() -> server.arrivals().size() >= 2);
      board.assertNotComplete();
    }
  }

  @Test
  void aServerThatIsSilentForTwoHeartbeatsIsLeft() {
    try (var server = new GreetingServer("fanfare.v1", WELCOME);
        Fanfare fanfare = Fanfare.connect(server.url())) {
      var board = fanfare.follow("board:42").test();
      await().until(() -> fanfare.status() instanceof Status.Open);
      Status.Waiting waiting = awaitWaiting(fanfare);
      assertThat(waiting.reason()).contains("nothing was heard for 1000 ms");
      await().until(() -> server.arrivals().size() == 2);
      board.assertNotComplete();
    }
  }

  private static Status.Waiting awaitWaiting(Fanfare fanfare) {
    return (Status.Waiting)
        await()
            .pollInterval(Duration.ofMillis(10))
            .until(fanfare::status, Status.Waiting.class::isInstance);
  }

  private static byte[] goodbye(String retryAfterMs) {
    return text(
        "{\"type\":\"goodbye\",\"code\":4002,\"reason\":\"rate_limited\",\"retryAfterMs\":%s}"
            .formatted(retryAfterMs));
  }
}
