package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on a real loop of Netty. */
@Timeout(30)
final class LoopTurnTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void answers_go_out_after_the_homes_have_run_and_before_the_tick() {
    loop.execute(() -> { // it reads two publications
      home("first");
      home("second");
      LoopTurn.beforeDeliveries(loop, () -> done.add("answers"));
    });
    await().until(() -> done.contains("tick"));
    assertThat(done).containsExactly("first", "second", "answers", "tick");
  }

  /** A home. The first one schedules the tick for all. */
  private void home(String name) {
    loop.execute(() -> {
      done.add(name);
      if (name.equals("first")) {
        LoopTurn.afterWhatWaits(loop, () -> done.add("tick"));
      }
    });
  }

  @Test
  void tasks_that_wait_and_the_tasks_that_these_add_run_before_a_tick() {
    loop.execute(() -> {
      loop.execute(() -> {
        done.add("waits");
        loop.execute(() -> done.add("comes of it"));
      });
      LoopTurn.afterWhatWaits(loop, () -> done.add("tick"));
    });
    await().until(() -> done.size() == 3);
    assertThat(done).containsExactly("waits", "comes of it", "tick");
  }

  @Test
  void a_socket_with_input_is_read_first() throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelActive(ChannelHandlerContext context) {
                    done.add("open");
                  }

                  @Override
                  public void channelRead(ChannelHandlerContext context, Object message) {
                    ReferenceCountUtil.release(message);
                    done.add("read");
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    try (Socket socket = new Socket()) {
      socket.connect(server.localAddress() instanceof InetSocketAddress it ? it : null);
      await().until(() -> done.contains("open"));
      assertThat(afterReadingOf(socket)).containsExactly("open", "task", "read", "tick");
    }
  }

  /** Keeps the loop busy until the bytes have arrived. */
  private List<String> afterReadingOf(Socket socket) throws IOException, InterruptedException {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    loop.execute(() -> {
      busy.countDown();
      try {
        sent.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      LoopTurn.afterReading(loop, () -> done.add("tick"));
      loop.execute(() -> done.add("task"));
    });
    busy.await();
    socket.getOutputStream().write(1);
    socket.getOutputStream().flush();
    sent.countDown();
    await().until(() -> done.contains("tick"));
    return List.copyOf(done);
  }
}
