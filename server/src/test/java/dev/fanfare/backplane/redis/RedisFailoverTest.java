package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another server takes over a topic: publishers and followers find it without help. */
@Timeout(120)
final class RedisFailoverTest {
  private static final TopicName TOPIC = new TopicName("board:42");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  enum Replicated {
    SENTINEL,
    CLUSTER;

    RedisTopology start() {
      return switch (this) {
        case SENTINEL -> RedisSentinels.start();
        case CLUSTER -> RedisCluster.start();
      };
    }
  }

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void after_a_master_was_killed_followers_receive_events_from_the_new_one(Replicated kind) {
    RedisTopology redis = start(kind);
    RedisBackplane here = connect(redis);
    RedisBackplane there = connect(redis);
    Ear ear = follow(here);
    RedisServer killed = redis.master(TOPIC.value());
    ear.awaitHead(publish(there).orElseThrow());

    killed.kill();

    await().atMost(PATIENCE).until(() -> anotherServes(redis, killed));
    hears(ear, there);
    await().atMost(PATIENCE).until(() -> here.outage().isEmpty() && there.outage().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void a_master_that_hung_while_another_took_its_place_is_no_longer_used(Replicated kind) {
    RedisTopology redis = start(kind);
    RedisBackplane here = connect(redis);
    RedisBackplane there = connect(redis);
    Ear ear = follow(here);
    RedisServer hanging = redis.master(TOPIC.value());
    ear.awaitHead(publish(there).orElseThrow());

    hanging.pause();
    await().atMost(PATIENCE).until(() -> anotherServes(redis, hanging));
    hanging.resume();

    redis.awaitHealthy();
    hears(ear, there);
    hears(follow(there), here);
  }

  @Test
  void a_topic_that_moves_within_a_cluster_is_followed_at_its_new_master() {
    RedisCluster redis = (RedisCluster) start(Replicated.CLUSTER);
    RedisBackplane here = connect(redis);
    RedisBackplane there = connect(redis);
    Ear ear = follow(here);
    Position before = publish(there).orElseThrow();
    ear.awaitHead(before);

    redis.moveSlot(TOPIC.value());

    Position after = publish(there).orElseThrow();
    assertThat(after.seq()).isEqualTo(before.seq() + 1);
    hears(ear, there);
    assertThat(here.since(TOPIC, before).toCompletableFuture().join().isReset()).isFalse();
  }

  private RedisTopology start(Replicated kind) {
    RedisTopology redis = kind.start();
    open.add(redis);
    return redis;
  }

  private RedisBackplane connect(RedisTopology redis) {
    RedisBackplane instance =
        RedisBackplane.connect(
            RedisSettings.of(redis.uri()),
            StoreLimits.DEFAULT,
            new OperationIds(new SecureRandom()));
    open.add(instance);
    return instance;
  }

  private static Ear follow(RedisBackplane at) {
    Ear ear = new Ear();
    at.follow(TOPIC, ear);
    return ear.awaitFollowings(1);
  }

  /** Whether another node than this one accepts writes of the topic. */
  private static boolean anotherServes(RedisTopology redis, RedisServer old) {
    String write = "SET fanfare:{" + TOPIC + "}:probe 1";
    return redis.nodes().stream()
        .filter(node -> node != old)
        .anyMatch(node -> node.answers(write, "+OK"));
  }

  /**
   * Publishes until the follower receives an event: it misses events from before it found the new
   * master.
   */
  private static void hears(Ear ear, RedisBackplane publisher) {
    Set<Position> published = new HashSet<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          publish(publisher).ifPresent(published::add);
          return ear.told().stream().map(Delta::to).anyMatch(published::contains);
        });
  }

  /** Empty if Redis cannot be reached. */
  private static Optional<Position> publish(RedisBackplane at) {
    return at.publish(Publication.of(TOPIC, notice("1")))
        .toCompletableFuture()
        .handle((result, failure) ->
            failure == null
                ? Optional.of(((PublishResult.Stored) result).last())
                : Optional.<Position>empty())
        .completeOnTimeout(Optional.empty(), 5, TimeUnit.SECONDS)
        .join();
  }
}
