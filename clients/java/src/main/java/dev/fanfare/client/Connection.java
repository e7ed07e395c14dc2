package dev.fanfare.client;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One socket that is opened again after a cut, on the next server, with full jitter. Owned by the
 * loop.
 *
 * <p>Until the first welcome, a server that does not behave like Fanfare counts as a wrong URL; if
 * all URLs are wrong, there is no further try. Afterwards such behaviour may be temporary, like
 * that of a proxy without its servers.
 */
final class Connection implements ClientSession.SessionEvents {
  /** A session that ends sooner does not count as a success: the waits go on growing. */
  private static final Duration STABLE_AFTER = Duration.ofSeconds(5);

  /** Called on the loop. */
  interface ConnectionEvents {
    /** A new session: subscribe to everything. */
    void opened();

    void received(DeltaPart part);

    /** The server will not deliver this topic. */
    void refused(TopicName topic, ServerFrame.Error why);

    /** There will be no further try. */
    void failed(FanfareException why);
  }

  private final Loop loop;
  private final ClientSockets sockets;
  private final Servers servers;
  private final RandomGenerator random;
  private final ConnectionEvents events;
  private final BehaviorProcessor<Status> status =
      BehaviorProcessor.createDefault(new Status.Idle());
  private @Nullable ClientSession session;
  private Disposable retry = Disposable.disposed();
  private boolean open;
  private boolean everOpen;
  private int attempt;
  private int strangers;
  private long openedNanos;

  Connection(ClientContext calls, ClientSockets sockets, ConnectionEvents events) {
    this.loop = calls.loop();
    this.sockets = sockets;
    this.servers = new Servers(calls.options().servers());
    this.random = calls.random();
    this.events = events;
  }

  /** The current status and every change of it; a slow reader gets the latest. */
  Flowable<Status> statuses() {
    return status.onBackpressureLatest();
  }

  Status status() {
    Status now = status.getValue();
    return now == null ? new Status.Closed() : now;
  }

  boolean isOpen() {
    return open;
  }

  /** Opens the socket unless it is open or about to open. */
  void keepUp() {
    if (session == null && retry.isDisposed()) {
      dial();
    }
  }

  /** Closes the socket: no topic is followed any more. */
  void rest() {
    end(new Status.Idle());
  }

  void close() {
    end(new Status.Closed());
    status.onComplete();
  }

  /** Subscribes soon, from the position that the topic has by then. */
  void subscribe(TopicName topic, Supplier<Position> from) {
    if (session != null && open) {
      session.subscribe(topic, from);
    }
  }

  void unsubscribe(TopicName topic) {
    if (session != null && open) {
      session.unsubscribe(topic);
    }
  }

  @Override
  public void welcomed(ServerFrame.Welcome welcome) {
    open = true;
    everOpen = true;
    openedNanos = loop.nanos();
    status.onNext(new Status.Open(servers.current(), welcome.instance()));
    events.opened();
  }

  @Override
  public void received(DeltaPart part) {
    events.received(part);
  }

  @Override
  public void refused(TopicName topic, ServerFrame.Error why) {
    events.refused(topic, why);
  }

  @Override
  public void ended(End end) {
    boolean stable = open && loop.nanos() - openedNanos >= STABLE_AFTER.toNanos();
    attempt = stable ? 0 : attempt;
    strangers = end.stranger() ? strangers + 1 : 0;
    session = null;
    open = false;
    servers.leave(servers.current());
    Duration retryAfter = end.retryAfter();
    if (!everOpen && strangers >= servers.count()) {
      fail(FanfareException.notFanfare(end.reason()));
    } else if (retryAfter == null) {
      fail(new FanfareException(FanfareException.Reason.REFUSED, end.reason()));
    } else {
      Duration wait = Backoff.COMING_BACK.wait(attempt++, random.nextDouble(), retryAfter);
      retry = loop.after(wait, this::redial);
      status.onNext(new Status.Waiting(end.reason(), wait));
    }
  }

  private void redial() {
    retry = Disposable.disposed();
    dial();
  }

  private void dial() {
    URI server = servers.current();
    status.onNext(new Status.Connecting(server));
    session = ClientSession.open(sockets.builder(), Servers.socket(server), loop, this);
  }

  private void fail(FanfareException why) {
    end(new Status.Failed(String.valueOf(why.getMessage())));
    events.failed(why);
  }

  private void end(Status as) {
    retry.dispose();
    retry = Disposable.disposed();
    attempt = 0;
    strangers = 0;
    open = false;
    if (session != null) {
      session.close();
      session = null;
    }
    status.onNext(as);
  }
}
