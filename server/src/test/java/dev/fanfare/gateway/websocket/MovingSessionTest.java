package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session leaves its loop and comes back to it, on a loop that runs when it is told to. */
final class MovingSessionTest {
  private static final byte[] PING = RawSocket.ping("abc");
  private static final String PONG = "\u008a\u0003abc";
  private static final byte[] PUBLISH =
      RawSocket.text(
          """
          {"type":"publish","id":"p","topic":"t","event":{"kind":"notice","data":1}}
          """);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EventLoop loop = channel.eventLoop();
  private final Metrics metrics = new Metrics();
  private final SessionHandler session = new SessionHandler(SessionContexts.of(channel, metrics));

  private final Departure departure = new Departure();

  @BeforeEach
  void open() {
    channel.pipeline().addLast(departure, session);
    session.open(channel.pipeline().context(session), new Admission.Granted("\0", List.of()));
    channel.runPendingTasks();
    sent();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void what_is_said_on_its_way_is_read_when_it_is_there() {
    assertThat(session.move(loop)).isTrue();
    say(PING);
    assertThat(sent()).isEmpty();
    departure.happens();
    assertThat(sent()).isEqualTo(PONG);
    say(PING);
    assertThat(sent()).isEqualTo(PONG);
    assertThat(metrics.value(Metric.MOVES)).isOne();
  }

  @Test
  void who_is_on_its_way_does_not_go_elsewhere() {
    assertThat(session.move(loop)).isTrue();
    assertThat(session.move(loop)).isFalse();
  }

  @Test
  void who_has_published_waits_for_the_answer() {
    say(PUBLISH);
    assertThat(session.move(loop)).isFalse();
    channel.runPendingTasks();
    assertThat(sent()).contains("\"type\":\"ok\"");
    assertThat(session.move(loop)).isTrue();
  }

  @Test
  void who_is_closed_on_its_way_is_gone() {
    assertThat(session.move(loop)).isTrue();
    channel.close();
    departure.happens();
    assertThat(metrics.value(Metric.SESSIONS)).isZero();
    assertThat(metrics.value(Metric.MOVES)).isZero();
  }

  @Test
  void who_says_goodbye_stays_to_the_end() {
    say(RawSocket.close(1000));
    assertThat(session.move(loop)).isFalse();
  }

  /** A session that wants to leave its loop is still there until the test lets it go. */
  private static final class Departure extends ChannelOutboundHandlerAdapter {
    private @Nullable Runnable waiting;

    @Override
    public void deregister(ChannelHandlerContext context, ChannelPromise promise) {
      waiting = () -> context.deregister(promise);
    }

    void happens() {
      Objects.requireNonNull(waiting).run();
    }
  }

  /** Bytes come; nothing else happens. */
  private void say(byte[] frame) {
    channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(frame));
  }

  private String sent() {
    StringBuilder sent = new StringBuilder();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      sent.append(bytes.toString(ISO_8859_1));
      bytes.release();
    }
    return sent.toString();
  }
}
