package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.fanout.Outlet;
import dev.fanfare.metrics.ClosedSockets;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.CloseCode;
import dev.fanfare.session.Peer;
import dev.fanfare.session.Session;
import dev.fanfare.session.SessionContext;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The only handler of a WebSocket's pipeline besides TLS. It turns bytes into frames for the {@link
 * FanfareProtocol}, and handles everything below the messages: close frames, broken frames,
 * silence, the end. On the socket's loop.
 *
 * <p>While a client takes no answers, or the store does not keep up, nothing more is read from the
 * client, and the bytes that were read wait. So a client can cost only the bytes of one read.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements Peer {
  private static final int MAX_SILENT_BEATS = 3;

  /** RFC 6455 section 7.4.1. */
  private static final int INTERNAL_ERROR = 1011;

  private static final String BUG = "internal";

  private final SessionContext shared;
  private final FrameReader frames = new FrameReader(SessionSettings.MAX_MESSAGE_BYTES);
  private @Nullable Channel channel;

  /** Null before the session begins and after it is gone. The same holds for {@link #protocol}. */
  private @Nullable Session session;

  private @Nullable FanfareProtocol protocol;
  private int silentBeats;

  /** The code of the first close frame, whoever sent it. */
  private int closeCode = ClosedSockets.LOST;

  private boolean closing;

  /** Nothing is read from the client until the client, or the store, takes more. */
  private boolean paused;

  /**
   * Frames are being handled. If an answer makes room, the handling must not start a second time
   * within the first.
   */
  private boolean working;

  WebSocketHandler(SessionContext shared) {
    this.shared = shared;
  }

  /**
   * Begins a session.
   *
   * @param answer to the upgrade, as it goes over the wire
   * @param topics to follow at once
   */
  void begin(ChannelHandlerContext context, String answer, List<TopicName> topics) {
    channel = context.channel();
    Outlet outlet = new Outlet(context, DeltaFormat.FANFARE_V1);
    session = Session.begin(shared, this, outlet);
    outlet.sendWithNext(answer.getBytes(US_ASCII));
    protocol = new FanfareProtocol(shared, context.channel(), outlet, session);
    protocol.open(topics);
    readFrames(context.channel());
  }

  @Override
  public Channel channel() {
    return Objects.requireNonNull(channel, "not begun");
  }

  @Override
  public void beat() {
    if (protocol == null || closing) {
      return;
    }
    if (paused || !channel().isWritable()) {
      // Its silence says nothing: its input is not read, or the ping waits to be sent.
      silentBeats = 0;
      protocol.ping();
    } else if (++silentBeats > MAX_SILENT_BEATS) {
      goodbye(protocol, CloseCode.HEARTBEAT_LOST);
    } else {
      protocol.ping();
    }
  }

  @Override
  public boolean end(CloseCode reason) {
    if (protocol == null || closing) {
      return false;
    }
    goodbye(protocol, reason);
    return true;
  }

  @Override
  public void onRoom() {
    goOn(channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    frames.add((ByteBuf) message, context.alloc());
    readFrames(context.channel());
  }

  /**
   * The fan-out ends the session with a {@link CloseCode}, because it does not know the session.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof CloseCode code) {
      end(code);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void goOn(Channel channel) {
    if (paused) {
      readFrames(channel);
    }
  }

  private void readFrames(Channel channel) {
    // Frames that come with the upgrade wait until the session has begun.
    FanfareProtocol open = protocol;
    if (open == null || working) {
      return;
    }
    working = true;
    try {
      boolean all = workThrough(open);
      if (!all || paused) {
        pause(channel, !all);
      }
    } finally {
      working = false;
    }
  }

  /** Handles the frames that have come; false if some have to wait. */
  private boolean workThrough(FanfareProtocol open) {
    while (closing || open.takesMore()) {
      InboundFrame frame = frames.next();
      if (frame == null) {
        return true;
      }
      silentBeats = 0;
      if (!closing) {
        onFrame(open, frame);
      } else if (frame instanceof InboundFrame.Close) {
        channel().close();
      }
    }
    return false;
  }

  private void pause(Channel channel, boolean pause) {
    if (protocol != null) {
      count(pause);
      channel.config().setAutoRead(!pause);
    }
  }

  private void count(boolean pause) {
    if (pause && !paused) {
      shared.metrics().increment(Metric.PAUSED_SOCKETS);
    } else if (!pause && paused) {
      shared.metrics().decrement(Metric.PAUSED_SOCKETS);
    }
    paused = pause;
  }

  private void onFrame(FanfareProtocol open, InboundFrame frame) {
    switch (frame) {
      case InboundFrame.Counted counted -> {
        CloseCode end = open.onFrame(counted);
        if (end != null) {
          goodbye(open, end);
        }
      }
      case InboundFrame.Close close -> {
        closing = true;
        closeCode = close.code();
        open.end(WebSocketFrames.close(close.payload())).addListener(ChannelFutureListener.CLOSE);
      }
      case InboundFrame.Broken broken -> {
        shared.metrics().increment(Metric.MALFORMED);
        closing = true;
        closeCode = broken.status().code();
        open.end(WebSocketFrames.close(broken.status().code(), broken.status().reasonText()));
      }
      case InboundFrame.TooLong _ -> {
        shared.metrics().increment(Metric.REFUSED);
        goodbye(open, CloseCode.MESSAGE_TOO_LARGE);
      }
    }
  }

  /** Says goodbye. Everything that comes from now on is read and dropped. */
  private void goodbye(FanfareProtocol open, CloseCode code) {
    closing = true;
    closeCode = code.code();
    open.goodbye(code);
    goOn(channel());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session == null) {
      return;
    }
    session.onWritabilityChanged();
    if (context.channel().isWritable()) {
      goOn(context.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) {
      session.gone();
      shared.metrics().closed().increment(closeCode);
      session = null;
      protocol = null;
      count(false);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    frames.end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (closing) {
      return;
    }
    if (cause instanceof IOException) {
      context.close(); // the client has left
      return;
    }
    shared.failures().onBug("a session", cause);
    endAfterBug(context);
  }

  /** The client comes back, to a new session. */
  private void endAfterBug(ChannelHandlerContext context) {
    closing = true;
    try {
      Objects.requireNonNull(protocol, "not begun").end(WebSocketFrames.close(INTERNAL_ERROR, BUG));
    } catch (RuntimeException _) {
      context.close(); // what is broken cannot even say so
    }
  }
}
