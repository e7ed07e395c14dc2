package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static org.awaitility.Awaitility.await;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.Results;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Instances and a topic, for tests that start a Redis of their own to break it. */
abstract class RedisFixture {
  static final TopicName TOPIC = new TopicName("board:42");

  /** Long, because these tests show only that it happens; the long fault run measures how soon. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  /** Closes it after the test. */
  final <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  final RedisBackplane connect(String uri) {
    return connect(RedisSettings.of(uri));
  }

  final RedisBackplane connect(RedisSettings settings) {
    return closing(
        RedisBackplane.connect(
            settings, StoreLimits.DEFAULT, new OperationIds(new SecureRandom())));
  }

  static Ear follow(RedisBackplane at) {
    Ear ear = new Ear();
    at.follow(TOPIC, ear);
    return ear.awaitFollowings(1);
  }

  static Position publish(RedisBackplane at) {
    return publish(at, null);
  }

  static Position publish(RedisBackplane at, @Nullable String key) {
    return Results.stored(publishing(at, key).join()).last();
  }

  static CompletableFuture<PublishResult> publishing(RedisBackplane at, @Nullable String key) {
    var once = key == null ? null : new IdempotencyKey(key);
    return at.publish(new Publication(TOPIC, List.of(notice("1")), once)).toCompletableFuture();
  }

  /** Publishes; returns why that failed. */
  static String refusal(RedisBackplane at, @Nullable String key) {
    return publishing(at, key)
        .thenApply(stored -> "stored " + stored)
        .exceptionally(failure ->
            failure.getCause() instanceof BackplaneUnavailableException why
                ? why.description()
                : "a bug: " + failure)
        .join();
  }

  static void awaitOutage(RedisBackplane at, String why) {
    await("outage: " + why)
        .atMost(PATIENCE)
        .until(() -> at.outage().filter(it -> it.contains(why)).isPresent());
  }

  static void awaitWell(RedisBackplane at) {
    await("no outage").atMost(PATIENCE).until(() -> at.outage().isEmpty());
  }
}
