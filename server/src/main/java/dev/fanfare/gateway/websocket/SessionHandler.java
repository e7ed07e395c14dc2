package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.fanout.Outlet;
import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one handler of a WebSocket's pipeline, but for TLS: frames in, {@link Session} calls out. It
 * minds what is below the messages: control frames, broken frames, silence, the end. On the
 * socket's loop.
 *
 * <p>As long as a client takes no answers, or the store does not, nothing more is read from it, and
 * what was read waits. So what a session can cost is bounded by what one read brings.
 */
final class SessionHandler extends ChannelInboundHandlerAdapter {
  private static final int MAX_SILENT_BEATS = 3;

  /** Where it sits in its slot of the {@link Heartbeats}. */
  int slotIndex;

  private final SessionContext shared;
  private final FrameReader frames = new FrameReader(GatewaySettings.MAX_MESSAGE_BYTES);
  private @Nullable Session session;
  private Heartbeats.@Nullable Slot slot;
  private int silentBeats;
  private boolean closing;

  /** Nothing is read from it until it, or the store, takes more. */
  private boolean paused;

  /** Frames are being worked through; what an answer sets off must not begin with the next. */
  private boolean working;

  SessionHandler(SessionContext shared) {
    this.shared = shared;
  }

  /** The upgrade is granted: this answer, a welcome, and what the URL asked for. */
  void open(ChannelHandlerContext context, Admission.Granted granted) {
    Channel channel = context.channel();
    ConnectionHandler before = channel.pipeline().get(ConnectionHandler.class);
    if (before != null) {
      channel.pipeline().remove(before);
    }
    SendBuffer.bound(channel);
    shared.metrics().increment(Metric.SESSIONS);
    slot = shared.heartbeats().add(this, channel.eventLoop());
    Outlet outlet = new Outlet(context, DeltaFormat.FANFARE_V1);
    outlet.sendWithNext(granted.answer().getBytes(US_ASCII));
    session = new Session(shared, channel, outlet);
    session.open(granted.topics());
    readFrames(channel);
  }

  /** One heartbeat has passed. */
  void beat() {
    if (session == null || closing) {
      return;
    }
    if (paused || !session.channel().isWritable()) {
      // What it says is not read, or it has yet to read the ping; FullSockets watches it.
      silentBeats = 0;
      session.ping();
    } else if (++silentBeats > MAX_SILENT_BEATS) {
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

  /**
   * It does not take what it was sent, and others need the memory.
   *
   * @return whether it ends because of that
   */
  boolean onOverload() {
    if (session == null || closing) {
      return false;
    }
    shared.metrics().increment(Metric.OVERLOADED);
    goodbye(session, CloseCode.OVERLOADED);
    return true;
  }

  /** The server wants it to end, for this reason. */
  void end(CloseCode code) {
    if (session != null && !closing) {
      goodbye(session, code);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    frames.add((ByteBuf) message, context.alloc());
    readFrames(context.channel());
  }

  /** There is room again for what it publishes, or a part that knows no sessions wants its end. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (Session.ROOM.equals(event)) {
      goOn(context.channel());
    } else if (event instanceof CloseCode code) {
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
    // What comes with the upgrade waits until the session is open.
    Session open = session;
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

  /** Whether nothing is left that could be done. */
  private boolean workThrough(Session open) {
    while (closing || open.takesMore()) {
      InboundFrame frame = frames.next();
      if (frame == null) {
        return true;
      }
      silentBeats = 0;
      if (!closing) {
        onFrame(open, frame);
      } else if (frame instanceof InboundFrame.Close) {
        open.channel().close();
      }
    }
    return false;
  }

  private void pause(Channel channel, boolean pause) {
    if (session != null) {
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

  private void onFrame(Session open, InboundFrame frame) {
    switch (frame) {
      case InboundFrame.Counted counted -> {
        CloseCode end = open.onFrame(counted);
        if (end != null) {
          goodbye(open, end);
        }
      }
      case InboundFrame.Close close -> {
        closing = true;
        open.end(WebSocketFrames.close(close.payload())).addListener(ChannelFutureListener.CLOSE);
      }
      case InboundFrame.Broken broken -> {
        shared.metrics().increment(Metric.MALFORMED);
        closing = true;
        open.end(WebSocketFrames.close(broken.status().code(), broken.status().reasonText()));
      }
      case InboundFrame.TooLong _ -> {
        shared.metrics().increment(Metric.REFUSED);
        goodbye(open, CloseCode.MESSAGE_TOO_LARGE);
      }
    }
  }

  /** What comes from now on is read to its end and dropped. */
  private void goodbye(Session open, CloseCode code) {
    closing = true;
    open.goodbye(code);
    goOn(open.channel());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session == null) {
      return;
    }
    if (context.channel().isWritable()) {
      shared.fullSockets().remove(this, context.channel());
      session.writable();
      goOn(context.channel());
    } else {
      shared.fullSockets().add(this, context.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) {
      shared.fullSockets().remove(this, context.channel());
      gone(session);
    }
    if (slot != null) {
      slot.remove(this);
      slot = null;
    }
  }

  private void gone(Session mine) {
    mine.close();
    session = null;
    count(false);
    shared.metrics().decrement(Metric.SESSIONS);
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
    if (!(cause instanceof IOException)) {
      shared.failures().onBug("a session", cause);
    }
    context.close();
  }
}
