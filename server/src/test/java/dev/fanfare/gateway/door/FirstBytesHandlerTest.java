package dev.fanfare.gateway.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.session.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first bytes of a connection reach the handler that they are for, completely. */
final class FirstBytesHandlerTest {
  private static final byte[] UPGRADE = RawSocket.upgrade("?topic=t");

  private final EmbeddedChannel channel = new EmbeddedChannel();

  /** What reached the pipeline that the port has for connections. */
  private final StringBuilder ordinary = new StringBuilder();

  @BeforeEach
  void accept() {
    channel.freezeTime();
    channel.pipeline().addLast(new Ordinary());
    channel.pipeline().addFirst(new FirstBytesHandler(TestDoors.of(channel, new Metrics())));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void an_upgrade_is_a_session_and_nothing_else_is_built() {
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE));
    assertThat(sent())
        .startsWith("HTTP/1.1 101 ")
        .contains("\"type\":\"welcome\"", "\"topic\":\"t\"");
    assertThat(ordinary).isEmpty();
    assertThat(channel.pipeline().toMap().values()).singleElement().isInstanceOf(Peer.class);
  }

  @Test
  void bytes_after_the_upgrade_are_read_by_the_session() {
    byte[] ping = RawSocket.ping("abc");
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE, ping));
    assertThat(sent()).contains("\u008a\u0003abc");
  }

  @Test
  void everything_else_goes_on_unchanged() {
    String get = "GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n";
    channel.writeInbound(Unpooled.copiedBuffer(get, ISO_8859_1));
    channel.writeInbound(Unpooled.copiedBuffer("more", ISO_8859_1));
    assertThat(ordinary).hasToString("active " + get + "more");
    assertThat(sent()).isEmpty();
  }

  @Test
  void an_upgrade_in_pieces_goes_on_unchanged() {
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE, 0, 20));
    channel.writeInbound(Unpooled.copiedBuffer(UPGRADE, 20, UPGRADE.length - 20));
    assertThat(ordinary).hasToString("active " + new String(UPGRADE, ISO_8859_1));
  }

  @Test
  void an_upgrade_that_is_refused_goes_on_unchanged() {
    byte[] refused = RawSocket.upgrade("?topic=a%20b");
    channel.writeInbound(Unpooled.copiedBuffer(refused));
    assertThat(ordinary).hasToString("active " + new String(refused, ISO_8859_1));
  }

  @Test
  void nothing_is_built_for_a_silent_connection() {
    channel.advanceTimeBy(5, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(ordinary).isEmpty();
    channel.writeInbound(Unpooled.copiedBuffer("late", ISO_8859_1));
    assertThat(ordinary).hasToString("active late");
  }

  @Test
  void a_connection_that_closes_silently_leaves_nothing() {
    channel.close();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(ordinary).isEmpty();
    channel.checkException();
  }

  private String sent() {
    channel.runPendingTasks();
    StringBuilder sent = new StringBuilder();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sent.append(next.toString(ISO_8859_1));
      next.release();
    }
    return sent.toString();
  }

  @Sharable
  private final class Ordinary extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      ordinary.append("active ");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      ordinary.append(bytes.toString(ISO_8859_1));
      bytes.release();
    }
  }
}
