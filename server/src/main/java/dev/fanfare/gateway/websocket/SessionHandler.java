package dev.fanfare.gateway.websocket;

import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.CloseCode;
import dev.fanfare.topic.TopicName;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a WebSocket's pipeline: frames in, {@link Session} calls out. It minds what
 * is below the messages: control frames, broken frames, silence, the end. On the socket's loop.
 */
final class SessionHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
  static final String NAME = "fanfare-session";
  private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);
  private static final int MAX_SILENT_BEATS = 3;

  /** Where it sits in its slot of the {@link Heartbeats}. */
  int slotIndex;

  private final SessionContext shared;
  private final List<TopicName> topics;
  private @Nullable Session session;
  private Heartbeats.@Nullable Slot slot;
  private int silentBeats;
  private boolean closing;

  SessionHandler(SessionContext shared, List<TopicName> topics) {
    this.shared = shared;
    this.topics = topics;
  }

  /** The handshake is done: welcome, and what the URL asked for. */
  void open(Channel channel) {
    shared.metrics().increment(Metric.SESSIONS);
    shared.sessions().add(channel);
    slot = shared.heartbeats().add(this, channel.eventLoop());
    session = new Session(shared, channel);
    session.open(topics);
  }

  /** One heartbeat has passed. */
  void beat() {
    if (session == null || closing) {
      return;
    }
    if (++silentBeats > MAX_SILENT_BEATS) {
      goodbye(session, CloseCode.HEARTBEAT_LOST);
    } else {
      session.ping();
    }
  }

  /** The socket was full for too long and has taken nothing. */
  void onNothingRead() {
    if (session != null && !closing) {
      shared.metrics().increment(Metric.NOT_READING);
      goodbye(session, CloseCode.NOT_READING);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    silentBeats = 0;
    Session open = session;
    if (open == null || closing) {
      if (frame instanceof CloseWebSocketFrame) {
        context.close();
      }
      return;
    }
    switch (frame) {
      case TextWebSocketFrame text -> onText(open, text);
      case BinaryWebSocketFrame binary -> open.refuseBinary(binary.content().readableBytes());
      case PingWebSocketFrame ping ->
          context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case CloseWebSocketFrame close -> {
        closing = true;
        open.end(close.retain()).addListener(ChannelFutureListener.CLOSE);
      }
      default -> {} // pong: something was heard
    }
  }

  private void onText(Session open, TextWebSocketFrame text) {
    CloseCode end = open.onMessage(text.content().nioBuffer());
    if (end != null) {
      goodbye(open, end);
    }
  }

  private void goodbye(Session open, CloseCode code) {
    closing = true;
    open.goodbye(code);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session == null) {
      return;
    }
    if (context.channel().isWritable()) {
      shared.fullSockets().remove(this, context.channel());
      session.writable();
    } else {
      shared.fullSockets().add(this, context.channel());
    }
  }

  /** The instance shuts down. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof CloseCode code && session != null && !closing) {
      goodbye(session, code);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) {
      shared.fullSockets().remove(this, context.channel());
      session.close();
      session = null;
      shared.metrics().decrement(Metric.SESSIONS);
    }
    if (slot != null) {
      slot.remove(this);
      slot = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (closing) {
      return;
    }
    if (session != null && isTooLong(cause)) {
      goodbye(session, CloseCode.MESSAGE_TOO_LARGE);
    } else if (session != null && cause instanceof CorruptedWebSocketFrameException corrupted) {
      closing = true;
      session.end(new CloseWebSocketFrame(corrupted.closeStatus()));
    } else {
      if (!(cause instanceof IOException)) {
        LOG.error("a session ends by a bug", cause);
      }
      context.close();
    }
  }

  private static boolean isTooLong(Throwable cause) {
    return cause instanceof TooLongFrameException
        || (cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
  }
}
