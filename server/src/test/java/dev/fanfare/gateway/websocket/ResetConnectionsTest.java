package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.Instance;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A client that resets its connection at any moment leaves no line in the log. */
@Timeout(60)
final class ResetConnectionsTest {
  private static final int CONNECTIONS = 5;
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  private final Instance instance = Instance.start();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    ROOT.addAppender(log);
  }

  @AfterEach
  void close() {
    ROOT.detachAppender(log);
    instance.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET /v1/topics/t HTTP/1.1\r\n",
        "GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /v1/topics/t/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        "GET /v1/ws?topic=t HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "\u0016\u0003\u0001"
      })
  void nothing_is_logged(String sent) throws IOException {
    Metrics metrics = instance.part(Metrics.class);
    for (int i = 0; i < CONNECTIONS; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), instance.port())) {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(sent.getBytes(US_ASCII));
        await()
            .until(
                () -> metrics.value(Metric.CONNECTIONS) > 0 || metrics.value(Metric.SESSIONS) > 0);
      }
    }
    await()
        .until(() -> metrics.value(Metric.CONNECTIONS) == 0 && metrics.value(Metric.SESSIONS) == 0);
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }
}
