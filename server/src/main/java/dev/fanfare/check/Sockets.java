package dev.fanfare.check;

import dev.fanfare.protocol.Subprotocol;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets, all on one event loop. */
final class Sockets {
  /** Past it a handshake has failed: a server that hangs accepts and says nothing. */
  private static final int HANDSHAKE_MILLIS = 2_000;

  private static final int CONNECT_MILLIS = 2_000;

  /** Past it a message is refused. A delta's part has 256 KiB, or one event more. */
  private static final int MAX_FRAME_BYTES = 1 << 20;

  private static final int MAX_HANDSHAKE_BYTES = 64 * 1024;
  private static final int READ_BYTES = 16 * 1024;

  private final EventLoop loop;
  private final Consumer<Throwable> bugs;
  private @Nullable SslContext ssl;

  Sockets(EventLoop loop, Consumer<Throwable> bugs) {
    this.loop = loop;
    this.bugs = bugs;
  }

  /**
   * Connects to a server's WebSocket.
   *
   * @param server base URL, {@code http://host:port}
   * @param bufferBytes that the kernel keeps of what is not read; 0: as it likes
   */
  Socket open(URI server, int bufferBytes, SocketListener listener) {
    URI uri = URI.create(server.toString().replaceFirst("^http", "ws") + "/v1/ws");
    Socket socket = new Socket(listener, bugs);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
            .handler(initializer(uri, socket));
    if (bufferBytes > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, bufferBytes);
    }
    bootstrap
        .connect(uri.getHost(), port(uri))
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            socket.ended();
          }
        });
    return socket;
  }

  private ChannelInitializer<Channel> initializer(URI uri, Socket socket) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) throws SSLException {
        ChannelPipeline pipeline = channel.pipeline();
        if (uri.getScheme().equals("wss")) {
          pipeline.addLast(ssl().newHandler(channel.alloc(), uri.getHost(), port(uri)));
        }
        pipeline.addLast(
            new HttpClientCodec(),
            new HttpObjectAggregator(MAX_HANDSHAKE_BYTES),
            new WebSocketClientProtocolHandler(webSocket(uri)),
            socket);
      }
    };
  }

  private static WebSocketClientProtocolConfig webSocket(URI uri) {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(uri)
        .subprotocol(Subprotocol.V1)
        .maxFramePayloadLength(MAX_FRAME_BYTES)
        .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
        .build();
  }

  private SslContext ssl() throws SSLException {
    SslContext made = ssl;
    if (made == null) {
      made = SslContextBuilder.forClient().build();
      ssl = made;
    }
    return made;
  }

  private static int port(URI uri) {
    return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("wss") ? 443 : 80;
  }
}
