package dev.fanfare.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A port that runs out of connections, or of files for them. */
final class AcceptingTest {
  private static final int MOST = 3;

  private final EmbeddedChannel port = new EmbeddedChannel();
  private final Metrics metrics = new Metrics();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    port.freezeTime();
    Duration second = Duration.ofSeconds(1);
    var settings = new ConnectionSettings(MOST, second, 1, second, second);
    var connections = new Connections(List.of(port.eventLoop()), settings, metrics);
    port.pipeline().addLast(new Accepting(TestDoors.of(port, metrics), connections));
    log.start();
    ((Logger) LoggerFactory.getLogger(Accepting.class)).addAppender(log);
  }

  @AfterEach
  void close() {
    ((Logger) LoggerFactory.getLogger(Accepting.class)).detachAppender(log);
    port.finishAndReleaseAll();
  }

  @Test
  void a_connection_past_the_limit_is_closed_and_when_one_ends_another_fits() {
    List<EmbeddedChannel> accepted = List.of(connection(), connection(), connection());
    assertThat(accepted).allMatch(port::writeInbound);
    assertThat(metrics.value(Metric.CONNECTIONS)).isEqualTo(MOST);
    EmbeddedChannel late = connection();
    assertThat(port.writeInbound(late)).as("no handler receives it").isTrue();
    assertThat(port.inboundMessages()).hasSize(MOST).doesNotContain(late);
    assertThat(late.isOpen()).isFalse();
    assertThat(metrics.value(Metric.CONNECTIONS_REFUSED)).isOne();
    accepted.getFirst().close();
    assertThat(metrics.value(Metric.CONNECTIONS)).isEqualTo(MOST - 1);
    assertThat(port.writeInbound(connection())).isTrue();
    assertThat(port.inboundMessages()).hasSize(MOST + 1);
  }

  private static EmbeddedChannel connection() {
    return new EmbeddedChannel();
  }

  @Test
  void without_free_files_it_pauses_a_second_and_logs_once_a_minute() {
    IOException full = new IOException("accept(..) failed: Too many open files");
    for (int second = 0; second < 90; second++) {
      port.pipeline().fireExceptionCaught(full);
      assertThat(port.config().isAutoRead()).isFalse();
      port.advanceTimeBy(1, TimeUnit.SECONDS);
      port.runScheduledPendingTasks();
      assertThat(port.config().isAutoRead()).isTrue();
    }
    port.checkException();
    assertThat(log.list)
        .hasSize(2)
        .allMatch(line -> line.getFormattedMessage().contains("Too many open files"));
    assertThat(metrics.value(Metric.ACCEPT_FAILURES)).isEqualTo(90);
  }
}
