package dev.fanfare.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens connections, all on one event loop. Call it on that loop. */
public final class Sockets {
  /** Bytes of one read: room for everything that a server merges into one write to one reader. */
  private static final int READ_BYTES = 64 * 1024;

  private final WebSocketHandshake handshake = new WebSocketHandshake(new SecureRandom());
  private final FrameHeader header = new FrameHeader();
  private final EventLoop loop;
  private final Class<? extends SocketChannel> channel;
  private final Duration patience;
  private final Consumer<Throwable> bugs;
  private @Nullable SslContext ssl;

  /**
   * @param patience time limit of a connect, and then of a handshake
   * @param bugs receives every exception that neither the network nor the server has caused
   */
  public Sockets(EventLoop loop, Duration patience, Consumer<Throwable> bugs) {
    this.loop = loop;
    this.patience = patience;
    this.bugs = bugs;
    channel =
        loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class)
            ? EpollSocketChannel.class
            : NioSocketChannel.class;
  }

  /**
   * Opens a WebSocket.
   *
   * @param target path and query
   * @param bufferBytes size of the kernel's receive buffer; 0 for the default
   */
  public Socket open(Endpoint server, String target, int bufferBytes, SocketListener listener) {
    byte[] request = handshake.request(server.authority(), target);
    Socket socket = new Socket(handshake, request, patience, header, listener, bugs);
    Bootstrap bootstrap = bootstrap(server, socket);
    if (bufferBytes > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, bufferBytes);
    }
    connect(bootstrap, server, socket::ended);
    return socket;
  }

  /**
   * Connects to a server.
   *
   * @param handler of the data that arrive, after TLS if there is any
   * @param failed receives the reason if the connect fails
   */
  public void connect(Endpoint server, ChannelHandler handler, Consumer<String> failed) {
    connect(bootstrap(server, handler), server, failed);
  }

  private Bootstrap bootstrap(Endpoint server, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(channel)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .handler(server.isTls() ? behindTls(server, handler) : handler);
  }

  private static void connect(Bootstrap bootstrap, Endpoint server, Consumer<String> failed) {
    bootstrap
        .connect(server.address())
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            failed.accept(String.valueOf(connected.cause().getMessage()));
          }
        });
  }

  private ChannelHandler behindTls(Endpoint server, ChannelHandler handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) throws SSLException {
        String host = server.address().getHostString();
        int port = server.address().getPort();
        channel.pipeline().addLast(ssl().newHandler(channel.alloc(), host, port), handler);
      }
    };
  }

  private SslContext ssl() throws SSLException {
    SslContext made = ssl;
    if (made == null) {
      made = SslContextBuilder.forClient().build();
      ssl = made;
    }
    return made;
  }
}
