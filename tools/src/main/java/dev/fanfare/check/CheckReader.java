package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.protocol.ClientFrame;
import dev.fanfare.protocol.ClientFrameWriter;
import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.protocol.ServerFrameReader;
import dev.fanfare.protocol.ServerMessage;
import dev.fanfare.protocol.Utf8;
import dev.fanfare.socket.Endpoint;
import dev.fanfare.socket.Socket;
import dev.fanfare.socket.SocketListener;
import dev.fanfare.topic.Position;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One socket that follows one topic, with a {@link ReaderLedger} that judges every delta, and a
 * {@link Habit}. When the socket is closed, it soon connects again, to another server. Runs on the
 * check's loop.
 */
final class CheckReader implements SocketListener {
  private static final int MAX_RECONNECT_MILLIS = 150;
  private static final int MAX_PAUSE_MILLIS = 1_500;
  private static final int MAX_BETWEEN_ACTS_MILLIS = 2_000;

  /**
   * The receive buffer of a slow reader: so small that the server soon notices. With much less, TCP
   * itself would be slow even while the reader reads, because it fills a window of a few KB only
   * every 200 ms.
   */
  private static final int SLOW_BUFFER_BYTES = 32 * 1024;

  private static final String ID_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LENGTH = 13;

  private final CheckContext world;
  private final CheckedTopic topic;
  private final String name;
  private final Habit habit;
  private final RandomGenerator random;
  private final ReaderLedger ledger;
  private int server;
  private @Nullable Socket socket;
  private ReaderLedger.@Nullable ResumePoint remembered;
  private long subscriptions;
  private @Nullable String awaited;
  private boolean live;

  private boolean stirred;

  /** Counts the calls of {@link #stir}: an act scheduled before the latest one is skipped. */
  private int generation;

  private boolean closed;
  private Duration heartbeat = Duration.ofSeconds(25);
  private long heardNanos;

  CheckReader(CheckContext world, CheckedTopic topic, int number, RandomGenerator random) {
    this.world = world;
    this.topic = topic;
    this.habit = Habit.of(number);
    this.name = "reader " + number + " (" + habit.name().toLowerCase(Locale.ROOT) + ")";
    this.random = random;
    this.server = number;
    this.ledger = new ReaderLedger(name, topic.history());
  }

  void connect() {
    if (!closed) {
      heardNanos = System.nanoTime();
      int buffer = habit == Habit.SLOW ? SLOW_BUFFER_BYTES : 0;
      socket = world.sockets().open(Endpoint.of(world.server(server)), "/v1/ws", buffer, this);
    }
  }

  /** Starts the habit. */
  void stir() {
    if (!stirred) {
      stirred = true;
      generation++;
      actLater(generation);
    }
  }

  /** Ends the habit: from now on the reader only reads. */
  void calm() {
    stirred = false;
    if (socket != null) {
      socket.reading(true);
    }
  }

  void stopReading() {
    if (socket != null) {
      socket.reading(false);
    }
  }

  void cut() {
    if (socket != null) {
      socket.cut();
    }
  }

  void close() {
    closed = true;
    cut();
  }

  /** Closes the socket if the server has been silent for two heartbeats. */
  void watch(long nowNanos) {
    if (socket != null && socket.isReading() && nowNanos - heardNanos > 2 * heartbeat.toNanos()) {
      socket.cut();
    }
  }

  /** Whether the reader should soon receive what happens. */
  boolean isAttentive() {
    return socket != null && live && awaited == null && socket.isReading() && ledger.isHonest();
  }

  long seq() {
    Position position = ledger.position();
    return position == null ? 0 : position.seq();
  }

  /** Whether the reader is at this position and holds exactly this view. */
  boolean isAt(Position position, ReaderView view) {
    return isAttentive()
        && position.equals(ledger.position())
        && ledger.view().digest() == view.digest();
  }

  /** The reader's state, for people. */
  @Override
  public String toString() {
    String state = socket == null ? "not connected" : live ? "live" : "not answered";
    return name + " at " + ledger.position() + " with " + ledger.view().size() + " keys, " + state;
  }

  ReaderView view() {
    return ledger.view();
  }

  @Override
  public void onOpen(Socket opened) {
    world.tally().increment(CheckCounter.CONNECTS);
    ledger.interrupt();
    subscribe(opened);
  }

  @Override
  public void onClosed(Socket gone, String why) {
    socket = null;
    live = false;
    awaited = null;
    ledger.interrupt();
    topic.advanced();
    if (!closed) {
      server = habit == Habit.HOPPING ? random.nextInt(1 << 16) : server + 1;
      world.after(random.nextInt(MAX_RECONNECT_MILLIS), this::connect);
    }
  }

  @Override
  public void onText(Socket from, ByteBuf text) {
    heardNanos = System.nanoTime();
    try {
      ServerMessage message = ServerFrameReader.read(Utf8.decode(text.nioBuffer()));
      switch (message) {
        case DeltaPart part -> onDelta(from, part);
        case ServerFrame.Welcome welcome -> heartbeat = welcome.heartbeat();
        case ServerFrame.Ok ok -> onOk(ok);
        case ServerFrame.Error error -> onError(from, error);
        case ServerFrame.Ping _ -> from.send(ClientFrameWriter.write(new ClientFrame.Pong()));
        case ServerFrame.Goodbye _ -> {} // onClosed follows
        case null -> {} // a message of a later version
      }
    } catch (ProtocolException e) {
      violated("a message of the protocol", e.message());
    }
  }

  private void onOk(ServerFrame.Ok ok) {
    if (ok.id().equals(awaited)) {
      awaited = null;
      ledger.interrupt();
    }
  }

  private void onError(Socket from, ServerFrame.Error error) {
    if (!error.code().retryable()) {
      violated("ok", error);
    }
    from.cut();
  }

  private void onDelta(Socket from, DeltaPart part) {
    CheckTally tally = world.tally();
    // A delta before the ok belongs to the previous subscription.
    if (awaited != null) {
      return;
    }
    tally.increment(CheckCounter.DELTAS);
    tally.add(CheckCounter.EVENTS, part.delta().events().size());
    switch (ledger.receive(part)) {
      case PART -> {}
      case APPLIED -> live = true;
      case FORGERY_REFUSED -> {
        tally.increment(CheckCounter.FORGERIES_REFUSED);
        live = true;
      }
      case RESET -> {
        tally.increment(CheckCounter.RESETS);
        live = true;
        topic.forgetUnderway();
      }
      case VIOLATION -> from.cut();
    }
    topic.advanced();
  }

  private void subscribe(Socket to) {
    String id = String.valueOf(++subscriptions);
    awaited = id;
    live = false;
    to.send(
        ClientFrameWriter.write(new ClientFrame.Subscribe(id, topic.name(), ledger.position())));
  }

  private void actLater(int now) {
    world.after(random.nextInt(1, MAX_BETWEEN_ACTS_MILLIS), () -> act(now));
  }

  private void act(int then) {
    if (!stirred || generation != then || closed) {
      return;
    }
    if (socket != null && live) {
      act(socket);
    }
    actLater(then);
  }

  private void act(Socket open) {
    switch (habit) {
      case STEADY -> {}
      case SLOW -> {
        world.tally().increment(CheckCounter.PAUSES);
        open.reading(false);
        world.after(random.nextInt(MAX_PAUSE_MILLIS), () -> open.reading(true));
      }
      case HOPPING -> open.cut();
      case FORGETFUL -> forget(open);
    }
  }

  private void forget(Socket open) {
    if (random.nextInt(3) == 0) {
      remembered = ledger.place();
    } else if (remembered != null && random.nextBoolean()) {
      ledger.returnTo(remembered);
      subscribe(open);
    } else {
      ledger.forge(nowhere());
      subscribe(open);
    }
  }

  /**
   * An invented position in the form of a real one. Its number is the reader's own or a random one.
   */
  private Position nowhere() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    long seq = random.nextBoolean() ? Math.max(1, seq()) : 1 + random.nextLong(2 * seq() + 10);
    return new Position(seq, id.toString());
  }

  private void violated(String expected, Object got) {
    world.violations().add(Kind.REFUSED, topic.name(), name, expected, got);
  }
}
