package dev.fanfare.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.ClientFrame;
import dev.fanfare.protocol.ClientFrameWriter;
import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.protocol.ServerFrameReader;
import dev.fanfare.protocol.ServerMessage;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket from its opening to its end, and the protocol on it. A reconnect opens another
 * session. Owned by the loop.
 */
final class ClientSession implements ClientSocket.SocketEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  /** How long a server may take until its welcome. */
  private static final Duration WELCOME_WITHIN = Duration.ofSeconds(10);

  private static final int FIRST_FINAL_CODE = 4500;

  /** Called on the loop; {@link #ended} is called once, and nothing after it. */
  interface SessionEvents {
    void welcomed(ServerFrame.Welcome welcome);

    void received(DeltaPart part);

    /** The server will not deliver this topic. */
    void refused(TopicName topic, ServerFrame.Error why);

    void ended(End end);
  }

  private final URI url;
  private final Loop loop;
  private final SessionEvents events;
  private final ClientSocket socket;
  private final Map<String, TopicName> unanswered = new HashMap<>();

  /** Requests that wait for their turn; of one topic only the latest counts. */
  private final SequencedMap<TopicName, Supplier<ClientFrame>> waiting = new LinkedHashMap<>();

  private Disposable turn = Disposable.disposed();
  private @Nullable SendingPace pace;
  private Duration silence = WELCOME_WITHIN;
  private Disposable watchdog;
  private long heardNanos;
  private int lastId;
  private boolean welcomed;
  private boolean over;
  private ServerFrame.@Nullable Goodbye goodbye;

  private ClientSession(WebSocket.Builder builder, URI url, Loop loop, SessionEvents events) {
    this.url = url;
    this.loop = loop;
    this.events = events;
    heardNanos = loop.nanos();
    watchdog = loop.after(silence, this::watch);
    socket = ClientSocket.open(builder, url, loop, this);
  }

  static ClientSession open(WebSocket.Builder builder, URI url, Loop loop, SessionEvents events) {
    return new ClientSession(builder, url, loop, events);
  }

  /**
   * Subscribes when it has its turn.
   *
   * @param from asked for then
   */
  void subscribe(TopicName topic, Supplier<Position> from) {
    request(
        topic,
        () -> {
          String id = nextId();
          unanswered.put(id, topic);
          return new ClientFrame.Subscribe(id, topic, from.get());
        });
  }

  void unsubscribe(TopicName topic) {
    request(topic, () -> new ClientFrame.Unsubscribe(nextId(), topic));
  }

  /** Ends it from this side, without a call of {@link SessionEvents#ended}. */
  void close() {
    over = true;
    watchdog.dispose();
    turn.dispose();
    socket.close();
  }

  @Override
  public void opened(String subprotocol) {
    End disagreement = ClientHandshake.disagreement(url, subprotocol);
    if (disagreement != null) {
      finish(disagreement);
    }
  }

  @Override
  public void received(String message) {
    if (over) {
      return;
    }
    heardNanos = loop.nanos();
    ServerMessage read;
    try {
      read = ServerFrameReader.read(message);
    } catch (ProtocolException | InvalidValueException e) {
      // The unreadable message may have been a delta: a new session starts from known positions.
      String why = url + " sent a message that cannot be read: " + e.getMessage();
      finish(welcomed ? End.cut(why) : End.stranger(why));
      return;
    }
    if (read != null) {
      take(read);
    }
  }

  @Override
  public void closed(int code) {
    ServerFrame.Goodbye said = goodbye;
    if (said != null) {
      finish(new End("the server said goodbye: " + said.code().reason(), said.retryAfter(), false));
    } else if (code >= FIRST_FINAL_CODE) {
      finish(End.forGood("the server closed the socket with code " + code));
    } else {
      finish(End.cut("the server closed the socket with code " + code));
    }
  }

  @Override
  public void failed(Throwable failure) {
    finish(
        welcomed
            ? End.cut("the connection broke: " + failure)
            : ClientHandshake.failed(url, failure));
  }

  private void take(ServerMessage message) {
    if (!welcomed && !(message instanceof ServerFrame.Welcome)) {
      finish(End.stranger(url + " did not say welcome first"));
      return;
    }
    switch (message) {
      case ServerFrame.Welcome welcome -> {
        welcomed = true;
        silence = welcome.heartbeat().multipliedBy(2);
        watchdog.dispose();
        watchdog = loop.after(silence, this::watch);
        pace = new SendingPace(welcome.messagesPerSecond(), welcome.messageBurst(), loop.nanos());
        events.welcomed(welcome);
      }
      case DeltaPart part -> events.received(part);
      case ServerFrame.Ok ok -> unanswered.remove(ok.id());
      case ServerFrame.Error error -> refused(error);
      case ServerFrame.Ping ignored -> pong();
      case ServerFrame.Goodbye said -> goodbye = said;
    }
  }

  private void refused(ServerFrame.Error error) {
    TopicName topic = error.id() == null ? null : unanswered.remove(error.id());
    if (topic == null) {
      LOG.warn("{} refused: {}", url, error.message());
    } else {
      events.refused(topic, error);
    }
  }

  private void watch() {
    Duration since = Duration.ofNanos(loop.nanos() - heardNanos);
    if (since.compareTo(silence) < 0) {
      watchdog = loop.after(silence.minus(since), this::watch);
    } else {
      String why = url + ": nothing was heard for " + silence.toMillis() + " ms";
      finish(welcomed ? End.cut(why) : End.stranger(why + ", not even a welcome"));
    }
  }

  private void finish(End end) {
    if (!over) {
      close();
      events.ended(end);
    }
  }

  private String nextId() {
    return Integer.toString(++lastId);
  }

  private void request(TopicName topic, Supplier<ClientFrame> frame) {
    waiting.put(topic, frame);
    if (turn.isDisposed()) {
      sendWaiting();
    }
  }

  private void sendWaiting() {
    turn.dispose();
    SendingPace allowed = pace;
    while (allowed != null && !waiting.isEmpty()) {
      Duration wait = allowed.waitFrom(loop.nanos());
      if (!wait.isZero()) {
        turn = loop.after(wait, this::sendWaiting);
        return;
      }
      allowed.spend();
      send(Objects.requireNonNull(waiting.pollFirstEntry()).getValue().get());
    }
  }

  /** At once. The JDK answers the WebSocket ping that comes with it, which counts as well. */
  private void pong() {
    if (pace != null) {
      pace.spend();
      pace.spend();
    }
    send(new ClientFrame.Pong());
  }

  private void send(ClientFrame frame) {
    socket.send(new String(ClientFrameWriter.write(frame), UTF_8));
  }
}
