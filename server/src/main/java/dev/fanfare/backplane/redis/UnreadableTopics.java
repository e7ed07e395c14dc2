package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.TopicName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics under whose names Redis holds something that this version cannot read. Each is logged
 * once, and remembered until the read that failed succeeds.
 */
final class UnreadableTopics {
  /** Past this number further topics are not remembered; one is enough to be not ready. */
  private static final int MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableTopics.class);

  private final Map<TopicName, Supplier<? extends CompletionStage<?>>> topics =
      new ConcurrentHashMap<>();

  /** The exception for an answer that is not what this version writes. */
  static UnreadableStoreException unreadable(RuntimeException thrown) {
    return new UnreadableStoreException(
        "Redis holds something under this topic's keys that this version cannot read ("
            + thrown.getMessage()
            + "); it is left as it is",
        thrown);
  }

  /**
   * Remembers the topic if the failure says that it is unreadable.
   *
   * @param again the read that shows whether the topic can be read again
   */
  void onOutcome(
      TopicName topic, @Nullable Throwable failure, Supplier<? extends CompletionStage<?>> again) {
    if (failure != null
        && Failure.of(failure) instanceof UnreadableStoreException unreadable
        && topics.size() < MAX
        && topics.putIfAbsent(topic, again) == null) {
      LOG.error("topic {} is left as it is: {}", topic, unreadable.getMessage());
    }
  }

  /** Reads the remembered topics again, and forgets those that can be read. */
  void retry() {
    topics.forEach((topic, again) ->
        again
            .get()
            .whenComplete((_, failure) -> {
              if (failure == null && topics.remove(topic) != null) {
                LOG.info("topic {} can be read again", topic);
              }
            }));
  }

  Optional<String> trouble() {
    return topics.keySet().stream()
        .findAny()
        .map(topic ->
            String.format(
                Locale.ROOT,
                "Redis holds topic '%s' in a form that this version cannot read",
                topic));
  }
}
