package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.session.SessionContext;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.session.TestSessions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that takes no answers gets none, on a socket that is full when the test says so. */
final class PausedSessionTest {
  private static final byte[] BINARY = {(byte) 0x82, (byte) 0x80, 0, 0, 0, 0};

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Metrics metrics = new Metrics();
  private final SessionContext shared =
      TestSessions.of(
          channel,
          metrics,
          new SessionSettings(
              "here", Duration.ofSeconds(25), Duration.ofHours(1), 100_000, 128, 50, 256));
  private final Valve valve = new Valve();

  @BeforeEach
  void open() {
    channel.freezeTime();
    WebSocketHandler session = new WebSocketHandler(shared);
    channel.pipeline().addLast(valve, session);
    session.begin(channel.pipeline().context(session), "\0", List.of());
    sent();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void nothing_is_read_or_answered_while_the_socket_is_full() {
    fill(true);
    say(RawSocket.ping("a"), BINARY, RawSocket.ping("b"));
    assertThat(sent()).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isOne();
    fill(false);
    assertThat(sent()).containsExactly("pong a", "message", "pong b");
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isZero();
  }

  @Test
  void an_answer_that_fills_the_socket_is_the_last_one() {
    valve.fillsAfter = 2;
    say(BINARY, BINARY, BINARY, BINARY);
    assertThat(sent()).hasSize(2);
    assertThat(channel.config().isAutoRead()).isFalse();
    valve.fillsAfter = 2;
    fill(false);
    assertThat(sent()).hasSize(2);
    fill(false);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void a_slow_client_that_only_listens_is_still_read_from() {
    fill(true);
    assertThat(channel.config().isAutoRead()).as("it costs nothing").isTrue();
    assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isZero();
  }

  @Test
  void silence_does_not_count_while_nothing_is_read() {
    fill(true);
    say(RawSocket.pong());
    passHeartbeats(20);
    assertThat(sent()).doesNotContain("close 4001");
    fill(false);
    passHeartbeats(3);
    assertThat(sent()).doesNotContain("close 4001");
    passHeartbeats(1);
    assertThat(sent()).contains("close 4001");
  }

  @Test
  void silence_does_not_count_while_the_pings_wait_to_be_sent() {
    fill(true);
    passHeartbeats(20);
    assertThat(sent()).contains("ping").doesNotContain("close 4001");
  }

  @Test
  void at_most_one_ping_waits() {
    fill(true);
    valve.shut();
    passHeartbeats(20);
    valve.open();
    assertThat(sent()).containsExactly("message", "ping");
    passHeartbeats(1);
    assertThat(sent()).containsExactly("message", "ping");
  }

  @Test
  void at_most_one_pong_waits_and_then_the_latest_ping_is_answered() {
    valve.shut();
    for (int i = 0; i < 100; i++) {
      say(RawSocket.ping("p" + i));
    }
    assertThat(valve.waiting).hasSize(1);
    valve.open();
    assertThat(sent()).containsExactly("pong p0", "pong p99");
    say(RawSocket.ping("again"));
    assertThat(sent()).containsExactly("pong again");
  }

  @Test
  void no_pong_comes_after_the_goodbye() {
    valve.shut();
    say(RawSocket.ping("a"), RawSocket.ping("b"), RawSocket.close(1000));
    valve.open();
    assertThat(sent()).containsExactly("pong a", "close 1000");
  }

  @Test
  void a_client_that_is_ended_while_nothing_is_read_is_read_to_its_end() {
    fill(true);
    say(BINARY, RawSocket.close(4003));
    pass(shared.settings().unread().toNanos() + TimeUnit.MINUTES.toNanos(5), TimeUnit.NANOSECONDS);
    assertThat(sent()).contains("close 4003");
    assertThat(channel.isOpen()).as("the client has said goodbye before").isFalse();
    assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isZero();
    assertThat(metrics.value(Metric.SESSIONS)).isZero();
  }

  @Test
  void a_client_that_leaves_while_nothing_is_read_leaves_nothing_behind() {
    fill(true);
    say(BINARY);
    channel.close();
    channel.runPendingTasks();
    assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isZero();
    assertThat(metrics.value(Metric.FULL_SOCKETS)).isZero();
  }

  @Test
  void a_message_is_refused_if_one_of_its_fragments_was() {
    byte[] text = RawSocket.text("{\"type\":\"unsubscribe\",\"id\":\"1\",\"topic\":\"t\"}");
    byte[] end = text.clone();
    end[0] = (byte) 0x80;
    for (int i = 0; i < shared.settings().burst(); i++) {
      say(RawSocket.ping(""));
    }
    sent();
    say(new byte[] {1, (byte) 0x80, 0, 0, 0, 0});
    assertThat(sent()).as("its id is not known yet").isEmpty();
    pass(1, TimeUnit.SECONDS);
    say(RawSocket.ping("within the limit again"), end);
    assertThat(sent()).as("refused").containsExactly("pong within the limit again", "message");
    say(text);
    assertThat(sent()).as("the next one is not").containsExactly("message");
  }

  @Test
  void answers_of_the_store_after_the_goodbye_are_not_sent() {
    say(
        RawSocket.text(
            """
            {"type":"publish","id":"p","topic":"t","event":{"kind":"notice","data":1}}
            """),
        RawSocket.close(1000));
    assertThat(sent()).containsExactly("close 1000");
  }

  /** Passes writes on unless it is shut. */
  private static final class Valve extends ChannelOutboundHandlerAdapter {
    final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean isShut;

    /** The number of writes after which the socket is full. */
    int fillsAfter;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (isShut) {
        waiting.add(() -> context.writeAndFlush(message, promise));
        return;
      }
      context.write(message, promise);
      if (--fillsAfter == 0) {
        context.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
      }
    }

    void shut() {
      isShut = true;
    }

    void open() {
      isShut = false;
      List.copyOf(waiting).forEach(Runnable::run);
      waiting.clear();
    }
  }

  private void say(byte[]... frames) {
    channel.writeInbound(Unpooled.copiedBuffer(frames));
  }

  private void fill(boolean full) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
    channel.runPendingTasks();
  }

  private void passHeartbeats(int beats) {
    for (int i = 0; i < beats; i++) {
      pass(shared.settings().heartbeat().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void pass(long time, TimeUnit unit) {
    channel.advanceTimeBy(time, unit);
    channel.runScheduledPendingTasks();
  }

  private List<String> sent() {
    channel.runPendingTasks();
    List<String> sent = new ArrayList<>();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      sent.add(
          switch (out.getByte(0) & 0xf) {
            case RawSocket.PING -> "ping";
            case RawSocket.PONG -> "pong " + out.toString(2, out.getByte(1), UTF_8);
            case RawSocket.CLOSE -> "close " + out.getUnsignedShort(2);
            default -> "message";
          });
      out.release();
    }
    return sent;
  }
}
