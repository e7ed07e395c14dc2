package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the state of a topic in pages. A value that exists from the first page to the last is in at
 * least one of them, perhaps in two. A value that changes meanwhile may be missing or be an older
 * or a newer one.
 */
final class StatePages {
  /** State of more bytes is read in pages. */
  static final int BYTES = 1 << 20;

  /** Roughly the bytes of one page, which holds up Redis and a connection's loop for about 1 ms. */
  private static final int PAGE_BYTES = BYTES / 4;

  private static final int MIN_KEYS = 10;

  private final Shards shards;
  private final TopicKeys keys;

  StatePages(Shards shards, TopicKeys keys) {
    this.shards = shards;
    this.keys = keys;
  }

  /**
   * All pages as one reply.
   *
   * @param count roughly the number of keys with state
   * @param bytes roughly the bytes of state
   */
  CompletionStage<Reply> read(TopicName topic, long count, long bytes) {
    long perPage = Math.max(MIN_KEYS, count * PAGE_BYTES / Math.max(1, bytes));
    List<Object> events = new ArrayList<>();
    return next(topic, ScanCursor.INITIAL, ScanArgs.Builder.limit(perPage), events)
        .thenApply(_ -> new Reply(List.of(events)))
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(Failure.of(failure)));
  }

  private CompletionStage<Boolean> next(
      TopicName topic, ScanCursor cursor, ScanArgs page, List<Object> events) {
    return scan(topic, cursor, page)
        .thenCompose(found -> {
          events.addAll(found.getMap().values());
          return found.isFinished()
              ? CompletableFuture.completedStage(true)
              : next(topic, found, page, events);
        });
  }

  private CompletionStage<MapScanCursor<String, String>> scan(
      TopicName topic, ScanCursor cursor, ScanArgs page) {
    return shards
        .of(topic)
        .flatMap(Shard::commands)
        .<CompletionStage<MapScanCursor<String, String>>>map(
            connection -> connection.async().hscan(keys.state(topic), cursor, page))
        .orElseGet(() -> CompletableFuture.failedStage(new RedisException(Failure.DISCONNECTED)));
  }
}
