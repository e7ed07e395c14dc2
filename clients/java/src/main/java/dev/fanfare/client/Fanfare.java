package dev.fanfare.client;

import dev.fanfare.client.http.StandaloneTopicsApi;
import dev.fanfare.client.http.TopicsApi;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.micronaut.json.JsonMapper;
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
 * Publishes events ({@link Drafts}, {@link #payloads}) and follows topics. One is enough for an
 * application: it is thread-safe and needs few connections. It owns threads and sockets until
 * {@link #close}.
 *
 * <p>Nothing happens before a returned publisher is subscribed to. Results come on virtual threads
 * of the client, which may block. Every failure is a {@link FanfareException}.
 */
public final class Fanfare implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Scheduler results = Schedulers.from(this::deliver);
  private final Client client;
  private final Payloads payloads;

  private Fanfare(FanfareOptions options, TopicsApi api, Measurements measurements) {
    client = new Client(options, api, measurements, threads);
    payloads = new Payloads(options.json() == null ? JsonMapper.createDefault() : options.json());
  }

  /**
   * A client for a server, or for several instances of it, of which it uses one that it can reach.
   */
  public static Fanfare connect(URI... servers) {
    return connect(FanfareOptions.of(servers));
  }

  /** A client with a token or limits of its own. */
  public static Fanfare connect(FanfareOptions options) {
    return new Fanfare(options, new StandaloneTopicsApi(options.token()), Measurements.NONE);
  }

  /**
   * A client that uses this HTTP client. {@link #close} closes it only if it is a {@link
   * StandaloneTopicsApi}.
   */
  public static Fanfare over(TopicsApi api, FanfareOptions options, Measurements measurements) {
    return new Fanfare(options, api, measurements);
  }

  /** Makes events of objects, and objects of the data of events. */
  public Payloads payloads() {
    return payloads;
  }

  /** The same client with futures and listeners instead of RxJava's types. */
  public AsyncFanfare async() {
    return new AsyncFanfare(this);
  }

  /**
   * Publishes an event; gives its position once it is stored. It is tried until the deadline, and
   * stored once. Events published to a topic from one thread are stored in that order. An event
   * beyond {@link PublishLimits#underWay} waits.
   */
  public Single<Position> publish(TopicName topic, Draft draft) {
    return client.publishing().one(topic, draft).observeOn(results);
  }

  /** Publishes an event to the topic of this name. */
  public Single<Position> publish(String topic, Draft draft) {
    return named(topic).flatMap(name -> publish(name, draft));
  }

  /**
   * Publishes at most {@link Draft#MAX_AT_ONCE} events as a whole: either all are stored, with no
   * other event between them, or none.
   */
  public Single<List<Position>> publishAll(TopicName topic, List<Draft> drafts) {
    return client.publishing().all(topic, drafts).observeOn(results);
  }

  /** Publishes events as a whole to the topic of this name. */
  public Single<List<Position>> publishAll(String topic, List<Draft> drafts) {
    return named(topic).flatMap(name -> publishAll(name, drafts));
  }

  /**
   * Publishes each event of a stream by itself and gives the positions in the stream's order. No
   * more events are requested than {@link PublishLimits#underWay} allows. The first failure ends
   * it.
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
   * <p>Fails only if the server refuses the topic or the client, or is no Fanfare. Completes when
   * the client is closed.
   */
  public Flowable<Change> follow(TopicName topic) {
    // One change waits for a busy follower; events that come meanwhile are in the next one.
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

  /** The state of the socket over which topics are followed. */
  public Status status() {
    return client.connection().status();
  }

  /** The status and every change of it; completes when the client is closed. */
  public Flowable<Status> statuses() {
    return client.connection().statuses().observeOn(results, false, 1);
  }

  /** Completes if a ready server is reached; fails with the reason if not. */
  public Completable check() {
    return client.check().observeOn(results);
  }

  /**
   * Ends everything in progress: publishers receive what is known of their events, and followers
   * complete. Afterwards no thread and no socket is left.
   */
  @Override
  public void close() {
    client.close();
    threads.shutdown();
  }

  /** Delivers a result on a thread of the client; after the end, on the caller's thread. */
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
