package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Which master keeps which topic, at the moment. Read on any thread; changes on the keeper's, where
 * its observer hears of them.
 */
interface Shards {
  /** Connects for the first time; failed if that is of no use. */
  CompletionStage<?> open(Shard.Observer observer);

  /** Where the topic is; empty while nobody keeps it. */
  Optional<Shard> of(TopicName topic);

  Collection<Shard> all();

  /** Finds out again who keeps what, since something has changed. Complete when that is known. */
  CompletionStage<?> refresh();

  /** Why some topics are with nobody. */
  Optional<String> trouble();
}
