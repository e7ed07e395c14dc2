package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneContract;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.StoreLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract on a real Redis, however it is run. */
abstract class RedisContract extends BackplaneContract {
  private final List<RedisBackplane> instances = new ArrayList<>();

  abstract RedisTopology redis();

  @Override
  protected final Backplane instance(StoreLimits limits) {
    return instance(RedisSettings.of(redis().uri()), limits);
  }

  final RedisBackplane instance(RedisSettings settings, StoreLimits limits) {
    var instance = RedisBackplane.connect(settings, limits, new OperationIds(new SecureRandom()));
    instances.add(instance);
    return instance;
  }

  @AfterEach
  final void closeInstances() {
    instances.forEach(RedisBackplane::close);
  }

  /** What the topic's master has counted after an event was published and received. */
  final String commandsOfTelling() {
    Backplane backplane = instance(StoreLimits.DEFAULT);
    Ear ear = new Ear();
    backplane.follow(topic, ear);
    ear.awaitFollowings(1);
    backplane.publish(Publication.of(topic, notice("1"))).toCompletableFuture().join();
    await().until(() -> ear.events().size() == 1);
    return redis().master(topic.value()).ask("INFO commandstats");
  }

  /** Waits by one node's clock: all nodes are on this machine and have the same clock. */
  @Override
  protected final void elapse(Duration time) {
    RedisServer node = redis().master(topic.value());
    long until = millis(node) + time.toMillis();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> millis(node) > until);
  }

  static long millis(RedisServer node) {
    List<String> time = node.ask("TIME").lines().filter(line -> line.matches("\\d+")).toList();
    return Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
  }
}
