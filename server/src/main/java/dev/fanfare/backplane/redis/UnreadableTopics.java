package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics under whose names Redis holds what this version cannot read: said once, and remembered.
 */
final class UnreadableTopics {
  /** Past it others are not remembered; one is enough not to be ready. */
  private static final int MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableTopics.class);

  private final Set<TopicName> topics = ConcurrentHashMap.newKeySet();

  /** What came of a read or a write of this topic. */
  void onOutcome(TopicName topic, @Nullable Throwable failure) {
    if (failure == null) {
      if (!topics.isEmpty() && topics.remove(topic)) {
        LOG.info("topic {} can be read again", topic);
      }
    } else if (Failure.of(failure) instanceof UnreadableStoreException unreadable
        && topics.size() < MAX
        && topics.add(topic)) {
      LOG.error("topic {} is left as it is: {}", topic, unreadable.getMessage());
    }
  }

  /** Those to try again. */
  List<TopicName> all() {
    return List.copyOf(topics);
  }

  Optional<String> trouble() {
    return topics.stream()
        .findAny()
        .map(topic ->
            "Redis holds topic '%s' in a form that this version cannot read".formatted(topic));
  }
}
