package dev.fanfare.client;

import dev.fanfare.client.http.StandaloneTopicsApi;
import dev.fanfare.client.http.TopicsApi;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.reactivestreams.Publisher;

/**
 * Publishes events ({@link Drafts}) and follows topics. One is enough for an application: it is
 * thread-safe, and what it does for many goes over few connections. It owns threads and sockets
 * until {@link #close}.
 *
 * <p>Nothing happens before something is subscribed to. Results come on virtual threads of the
 * client, which may be kept waiting. What fails, fails with a {@link FanfareException}.
 */
public final class Fanfare implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Scheduler results = Schedulers.from(this::deliver);
  private final Client client;

  private Fanfare(FanfareOptions options, TopicsApi api, Measurements measurements) {
    client = new Client(options, api, measurements, threads);
  }

  /** A client for a server, or for several instances of one, of which it uses what it reaches. */
  public static Fanfare connect(URI... servers) {
    return connect(FanfareOptions.of(servers));
  }

  /** A client with a token or limits of its own. */
  public static Fanfare connect(FanfareOptions options) {
    return new Fanfare(options, new StandaloneTopicsApi(options.token()), Measurements.NONE);
  }

  /** A client on somebody else's HTTP client, which {@link #close} leaves alone. */
  public static Fanfare over(TopicsApi api, FanfareOptions options, Measurements measurements) {
    return new Fanfare(options, api, measurements);
  }

  /**
   * Publishes an event; gives its position once it is stored. Tried until the deadline, stored
   * once. Events published to a topic from one thread are stored in that order. While too many
   * events are under way, it waits.
   */
  public Single<Position> publish(TopicName topic, Draft draft) {
    return client.publishing().one(topic, draft).observeOn(results);
  }

  /** Publishes an event to the topic of this name. */
  public Single<Position> publish(String topic, Draft draft) {
    return named(topic).flatMap(name -> publish(name, draft));
  }

  /**
   * Publishes at most {@link Draft#MAX_AT_ONCE} events that are stored as one: all of them, with
   * nothing between, or none.
   */
  public Single<List<Position>> publishAll(TopicName topic, List<Draft> drafts) {
    return client.publishing().all(topic, drafts).observeOn(results);
  }

  /** Publishes events that are stored as one to the topic of this name. */
  public Single<List<Position>> publishAll(String topic, List<Draft> drafts) {
    return named(topic).flatMap(name -> publishAll(name, drafts));
  }

  /**
   * Publishes a stream, each event by itself, and gives their positions in its order. No more is
   * asked of the stream than may be under way. The first that fails ends it.
   */
  public Flowable<Position> publishEach(TopicName topic, Publisher<? extends Draft> drafts) {
    return client.publishing().each(topic, drafts).observeOn(results);
  }

  /** Publishes a stream to the topic of this name. */
  public Flowable<Position> publishEach(String topic, Publisher<? extends Draft> drafts) {
    return named(topic).flatMapPublisher(name -> publishEach(name, drafts));
  }

  /**
   * Follows a topic: its view first, then every change, also after a cut. A follower that is slower
   * than the topic gets fewer and larger changes, with the last state of every key.
   *
   * <p>Fails only if the server refuses it or is none; completes when the client is closed.
   */
  public Flowable<Change> follow(TopicName topic) {
    // One change waits for a follower that is at work; what comes meanwhile is the next one.
    return client.follow(topic).observeOn(results, false, 1);
  }

  /** Follows the topic of this name. */
  public Flowable<Change> follow(String topic) {
    return named(topic).flatMapPublisher(this::follow);
  }

  /** The present state of a topic, immutable, in the order of its positions. */
  public Single<Map<Key, Event.State>> view(TopicName topic) {
    return client.view(topic).observeOn(results);
  }

  /** The present state of the topic of this name. */
  public Single<Map<Key, Event.State>> view(String topic) {
    return named(topic).flatMap(this::view);
  }

  /** How it stands with the socket, over which topics are followed. */
  public Status status() {
    return client.connection().status();
  }

  /** The status, and whenever it changes; completes when the client is closed. */
  public Flowable<Status> statuses() {
    return client.connection().statuses().observeOn(results, false, 1);
  }

  /** Completes if a server is reached that is ready; fails with the reason if not. */
  public Completable check() {
    return client.check().observeOn(results);
  }

  /**
   * Ends what is under way: publishers are told what is known of their events, followers that it is
   * over. Behind it no thread and no socket is left.
   */
  @Override
  public void close() {
    client.close();
    threads.shutdown();
  }

  /** What comes after the end, such as that it is the end, is told on the caller's thread. */
  private void deliver(Runnable result) {
    try {
      threads.execute(result);
    } catch (RejectedExecutionException e) {
      result.run();
    }
  }

  private static Single<TopicName> named(String topic) {
    return Single.fromCallable(() -> Client.name(topic));
  }
}
