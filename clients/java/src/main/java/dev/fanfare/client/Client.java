package dev.fanfare.client;

import dev.fanfare.client.http.StandaloneTopicsApi;
import dev.fanfare.client.http.TopicsApi;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;

/** The parts of a client, put together. Results come on the loop. */
final class Client implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final ClientContext calls;
  private final ClientSockets sockets;
  private final Outbox outbox;
  private final Publishing publishing;
  private final FollowedTopics following;
  private final Reads reads;

  Client(FanfareOptions options, TopicsApi api, Measurements measurements, Executor threads) {
    Servers servers = new Servers(options.servers());
    calls = new ClientContext(new Loop(), api, options, measurements, servers, new SecureRandom());
    sockets = new ClientSockets(threads, options.authorization());
    outbox = new Outbox(calls);
    publishing = new Publishing(calls, outbox);
    following = new FollowedTopics(calls, sockets);
    reads = new Reads(calls);
  }

  /** Refuses an invalid name with the same exception as all other input. */
  static TopicName name(String topic) {
    return FanfareException.checked(() -> new TopicName(topic));
  }

  Publishing publishing() {
    return publishing;
  }

  Connection connection() {
    return following.connection();
  }

  Flowable<Change> follow(TopicName topic) {
    return new Flowable<>() {
      @Override
      protected void subscribeActual(Subscriber<? super Change> subscriber) {
        Follower follower = new Follower(topic, following, subscriber);
        subscriber.onSubscribe(follower);
        calls.loop().execute(() -> following.add(follower));
      }
    };
  }

  Single<Map<Key, Event.State>> view(TopicName topic) {
    Single<Map<Key, Event.State>> read =
        reads.of(server -> calls.api().view(server, topic.value()), Client::readView);
    return Single.<Single<Map<Key, Event.State>>>create(reader ->
            calls
                .loop()
                .execute(() -> {
                  Map<Key, Event.State> known = following.view(topic);
                  reader.onSuccess(known == null ? read : Single.just(known));
                }))
        .flatMap(it -> it);
  }

  private static Map<Key, Event.State> readView(String body) {
    Map<Key, Event.State> view = new LinkedHashMap<>();
    for (Event event : EventReader.readDelta(body).events()) {
      if (event instanceof Event.State set) {
        view.put(set.key(), set);
      }
    }
    return Collections.unmodifiableMap(view);
  }

  Completable check() {
    return reads.of(calls.api()::readiness, Client::readReadiness).ignoreElement();
  }

  private static String readReadiness(String body) {
    return JsonObject.parse(body).string("status");
  }

  @Override
  public void close() {
    CountDownLatch told = new CountDownLatch(1);
    calls
        .loop()
        .execute(() -> {
          outbox.close();
          following.close();
          reads.close();
          told.countDown();
        });
    try {
      if (!calls.loop().isClosed()) {
        told.await(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.loop().close();
    sockets.close();
    if (calls.api() instanceof StandaloneTopicsApi own) {
      own.close();
    }
  }
}
