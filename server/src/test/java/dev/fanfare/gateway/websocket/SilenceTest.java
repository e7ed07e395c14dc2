package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.session.SessionContext;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.session.TestSessions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats on a clock that moves only when the test says so. */
final class SilenceTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Metrics metrics = new Metrics();
  private final SessionContext shared = TestSessions.of(channel, metrics);
  private final SessionSettings settings = shared.settings();

  @BeforeEach
  void open() {
    channel.freezeTime();
    WebSocketHandler session = new WebSocketHandler(shared);
    channel.pipeline().addLast(session);
    session.begin(channel.pipeline().context(session), "\0", List.of());
    sent();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void a_session_is_pinged_once_a_heartbeat_in_both_ways() {
    for (int i = 0; i < 3; i++) {
      passHeartbeat();
      assertThat(sent()).containsExactly("message", "ping");
    }
  }

  @Test
  void three_silent_heartbeats_are_allowed_and_the_fourth_ends_the_session() {
    for (int i = 0; i < 3; i++) {
      passHeartbeat();
    }
    sent();
    assertThat(channel.isOpen()).isTrue();
    passHeartbeat();
    assertThat(sent()).containsExactly("message", "close 4001");
    channel.advanceTimeBy(5, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(metrics.value(Metric.SESSIONS)).isZero();
  }

  @Test
  void any_frame_of_the_client_ends_its_silence() {
    for (int i = 0; i < 20; i++) {
      passHeartbeat();
      passHeartbeat();
      passHeartbeat();
      channel.writeInbound(Unpooled.wrappedBuffer(RawSocket.pong()));
      assertThat(sent()).doesNotContain("close 4001");
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void a_full_socket_is_pinged_or_it_would_seem_silent() {
    fill(true);
    assertThat(channel.isWritable()).isFalse();
    passHeartbeat();
    assertThat(sent()).contains("ping");
  }

  @Test
  void a_full_socket_that_takes_nothing_is_cut_when_its_time_is_up() {
    fill(true);
    assertThat(metrics.value(Metric.FULL_SOCKETS)).isEqualTo(1);
    pass(settings.unread().minusNanos(1));
    assertThat(sent()).doesNotContain("close 4003");
    pass(settings.unread().dividedBy(16));
    assertThat(sent()).contains("close 4003");
    assertThat(metrics.value(Metric.NOT_READING)).isEqualTo(1);
    pass(Duration.ofSeconds(5));
    assertThat(channel.isOpen()).isFalse();
    assertThat(metrics.value(Metric.FULL_SOCKETS)).isZero();
  }

  @Test
  void a_socket_that_can_take_more_in_between_is_not_cut() {
    for (int i = 0; i < 3; i++) {
      fill(true);
      pass(settings.unread().minusNanos(1));
      channel.writeInbound(Unpooled.wrappedBuffer(RawSocket.pong()));
      fill(false);
      assertThat(metrics.value(Metric.FULL_SOCKETS)).isZero();
    }
    assertThat(sent()).doesNotContain("close 4003");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void a_session_that_has_ended_is_not_pinged_any_more() {
    channel.close();
    channel.runPendingTasks();
    sent();
    passHeartbeat();
    assertThat(sent()).isEmpty();
  }

  private void fill(boolean full) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
    channel.runPendingTasks();
  }

  private void passHeartbeat() {
    pass(settings.heartbeat());
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      sent.add(
          switch (out.getByte(0) & 0xf) {
            case RawSocket.PING -> "ping";
            case RawSocket.CLOSE -> "close " + out.getUnsignedShort(2);
            default -> "message";
          });
      out.release();
    }
    return sent;
  }
}
