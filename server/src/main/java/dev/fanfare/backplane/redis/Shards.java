package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Which master keeps which topic at the moment. Read on any thread. Changes happen on the keeper's
 * thread, and its observer receives them there.
 */
interface Shards {
  /** Connects for the first time; fails if no topic could be used. */
  CompletionStage<?> open(Shard.Observer observer);

  /** The shard of the topic; empty while the topic has none. */
  Optional<Shard> of(TopicName topic);

  Collection<Shard> all();

  /** Finds out again which master keeps which topic. Complete when that is known. */
  CompletionStage<?> refresh();

  /** Why some topics have no master; empty if all have one. */
  Optional<String> trouble();
}
