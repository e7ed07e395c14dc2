package dev.fanfare.gateway.websocket;

import dev.fanfare.backplane.Publication;
import dev.fanfare.fanout.Outlet;
import dev.fanfare.protocol.ClientFrame;
import dev.fanfare.protocol.ClientFrameReader;
import dev.fanfare.protocol.CloseCode;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.protocol.ServerFrameWriter;
import dev.fanfare.publish.Outcome;
import dev.fanfare.session.Session;
import dev.fanfare.session.SessionContext;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Protocol version 1: turns the messages of a client into calls of its {@link Session}, and answers
 * them. On the socket's loop.
 */
final class FanfareProtocol {
  /** A {@code ping} message, for the client's watchdog. */
  private static final byte[] PING =
      WebSocketFrames.text(ServerFrameWriter.write(new ServerFrame.Ping()));

  /** A ping frame, which the client's library answers by itself. */
  private static final byte[] PING_FRAME = WebSocketFrames.ping();

  /** How long a peer may take to answer the close frame. */
  private static final int PATIENCE_SECONDS = 5;

  /**
   * Larger fragments are not counted by themselves. A message of 128 KiB has few of them, and many
   * libraries send every message in pieces of 16 KiB.
   */
  private static final int LARGE_FRAGMENT_BYTES = 8 * 1024;

  /** The memory that a publication takes until it is answered, besides its message. */
  private static final int PUBLICATION_BYTES = 1024;

  private final SessionContext shared;
  private final Channel channel;
  private final Outlet outlet;
  private final Session session;

  /** A fragment of the current message came too fast, so the message will be refused. */
  private boolean refusedInPart;

  /**
   * The payload of the latest ping, if the pong to an earlier one waits to be written; else null.
   */
  private byte @Nullable [] unanswered;

  private boolean pongWaits;
  private boolean pingWaits;

  /** The close frame is sent. */
  private boolean ended;

  FanfareProtocol(SessionContext shared, Channel channel, Outlet outlet, Session session) {
    this.shared = shared;
    this.channel = channel;
    this.outlet = outlet;
    this.session = session;
  }

  /** Sends the {@code welcome} and subscribes to the topics of the URL. */
  void open(List<TopicName> topics) {
    var settings = shared.settings();
    send(
        new ServerFrame.Welcome(
            shared.ids().next(),
            settings.instance(),
            settings.heartbeat(),
            settings.messagesPerSecond(),
            settings.burst(),
            null));
    try {
      for (TopicName topic : topics) {
        session.checkRoom(topic);
        session.follow(topic, null);
      }
    } catch (ProtocolException _) {
      outlet.end(CloseCode.OVERLOADED);
    }
  }

  /**
   * Whether a message that is read now can be answered: the socket takes the answer, and the store
   * keeps up.
   */
  boolean takesMore() {
    return channel.isWritable() && session.hasRoom();
  }

  /**
   * Handles a frame and answers it.
   *
   * @return why the session must end; null if it goes on
   */
  @Nullable CloseCode onFrame(InboundFrame.Counted frame) {
    boolean tooFast = isCounted(frame) && !session.takeFrame();
    try {
      switch (frame) {
        case InboundFrame.Text text -> onText(text, tooFast);
        case InboundFrame.Binary binary -> onBinary(binary.bytes(), tooFast);
        case InboundFrame.Fragment _ -> refusedInPart |= tooFast;
        case InboundFrame.Ping ping -> {
          checkRate(tooFast, null);
          pong(ping.payload());
        }
        case InboundFrame.Pong _ -> checkRate(tooFast, null); // shows that the client is there
      }
    } catch (ProtocolException e) {
      refuse(e);
    }
    return session.ignoresRefusals() ? CloseCode.RATE_LIMITED : null;
  }

  private static boolean isCounted(InboundFrame.Counted frame) {
    return !(frame instanceof InboundFrame.Fragment part && part.bytes() >= LARGE_FRAGMENT_BYTES);
  }

  private void onText(InboundFrame.Text text, boolean tooFast) {
    if (isRefusedInPart() || tooFast) {
      checkRate(true, ClientFrameReader.idIn(text.text()));
    }
    onMessage(ClientFrameReader.read(text.text()), text.bytes());
  }

  private void onBinary(int bytes, boolean tooFast) {
    checkRate(isRefusedInPart() || tooFast, null);
    throw new ProtocolException(
        ErrorCode.BAD_MESSAGE, "a binary frame of " + bytes + " bytes: expected a text frame");
  }

  /** Whether a fragment of the message that ends now came too fast. */
  private boolean isRefusedInPart() {
    boolean refused = refusedInPart;
    refusedInPart = false;
    return refused;
  }

  /** At most one pong waits: only the latest ping needs an answer (RFC 6455 section 5.5.3). */
  private void pong(byte[] payload) {
    if (pongWaits) {
      unanswered = payload;
      return;
    }
    ChannelFuture written = outlet.sendLast(WebSocketFrames.pong(payload));
    if (!written.isDone()) {
      pongWaits = true;
      written.addListener(_ -> onPongWritten());
    }
  }

  private void onPongWritten() {
    pongWaits = false;
    byte[] latest = unanswered;
    unanswered = null;
    if (latest != null && !ended && channel.isOpen()) {
      pong(latest);
    }
  }

  /**
   * Pings even a full socket, so that a slow client does not seem silent. At most one ping waits
   * there, because another one would add nothing.
   */
  void ping() {
    if (pingWaits) {
      return;
    }
    boolean waits = !channel.isWritable();
    outlet.sendWithNext(PING);
    if (waits) {
      pingWaits = true;
      outlet.sendLast(PING_FRAME).addListener(_ -> pingWaits = false);
    } else {
      outlet.send(PING_FRAME);
    }
  }

  /** Sends the {@code goodbye} and ends the session. */
  void goodbye(CloseCode code) {
    send(new ServerFrame.Goodbye(code));
    end(WebSocketFrames.close(code.code(), code.reason()));
  }

  /**
   * Sends the last frame. The peer should answer it and close: if the server closes a socket with
   * unread input, TCP resets it and drops the frame. After {@value #PATIENCE_SECONDS} s the server
   * closes anyway, because the peer may be gone. A peer that does not read finds the frame when it
   * reads again.
   */
  ChannelFuture end(byte[] last) {
    session.unfollowAll();
    ended = true;
    channel.eventLoop().schedule(() -> channel.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    ChannelFuture written = outlet.sendLast(last);
    session.onLastWords();
    return written;
  }

  private void onMessage(ClientFrame message, int bytes) {
    switch (message) {
      case ClientFrame.Subscribe it -> onSubscribe(it);
      case ClientFrame.Unsubscribe it -> onUnsubscribe(it);
      case ClientFrame.Publish it -> onPublish(it, bytes + PUBLICATION_BYTES);
      case ClientFrame.Token it ->
          refuse(
              it.id(),
              ErrorCode.NOT_SUPPORTED,
              "no authentication is configured: there is no token to renew");
      case ClientFrame.Pong _ -> {}
    }
  }

  private void onSubscribe(ClientFrame.Subscribe message) {
    try {
      session.checkRoom(message.topic());
    } catch (ProtocolException e) {
      refuse(message.id(), e.code(), e.message());
      return;
    }
    ok(message.id(), null);
    session.follow(message.topic(), message.from());
  }

  private void onUnsubscribe(ClientFrame.Unsubscribe message) {
    session.unfollow(message.topic());
    ok(message.id(), null);
  }

  private void onPublish(ClientFrame.Publish message, int bytes) {
    session.publish(
        new Publication(message.topic(), List.of(message.draft()), message.idempotencyKey()),
        bytes,
        outcome -> onOutcome(message.id(), outcome));
  }

  private void onOutcome(String id, Outcome outcome) {
    switch (outcome) {
      case Outcome.Stored it -> ok(id, it.result().last());
      case Outcome.Refused it -> send(new ServerFrame.Error(id, it.code(), it.message()));
    }
  }

  private void refuse(String id, ErrorCode code, String message) {
    shared.failures().count(code);
    send(new ServerFrame.Error(id, code, message));
  }

  private void checkRate(boolean tooFast, @Nullable String id) {
    if (tooFast) {
      throw new ProtocolException(
              ErrorCode.RATE_LIMITED,
              "too fast: expected at most "
                  + shared.settings().messagesPerSecond()
                  + " frames a second, "
                  + shared.settings().burst()
                  + " at once")
          .answering(id);
    }
  }

  private void refuse(ProtocolException refused) {
    shared.failures().count(refused.code());
    send(ServerFrame.Error.of(refused));
  }

  private void ok(String id, @Nullable Position position) {
    send(new ServerFrame.Ok(id, position));
  }

  private void send(ServerFrame frame) {
    if (ended) {
      return; // this answers a publication, but the session has ended
    }
    outlet.send(WebSocketFrames.text(ServerFrameWriter.write(frame)));
  }
}
