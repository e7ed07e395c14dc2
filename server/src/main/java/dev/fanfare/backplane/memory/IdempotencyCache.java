package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.metrics.Budget;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers to publications that had an idempotency key. No answer is forgotten before its time,
 * because a retry would then be a second publication. When there is no room, a new key is refused.
 *
 * <p>Safe for any thread; publications of one topic are processed one after another.
 */
final class IdempotencyCache {
  /** The bytes of an answer without its key and the name of its topic. */
  private static final int ANSWER_BYTES = 370;

  private record Name(TopicName topic, IdempotencyKey key) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int order = topic.compareTo(other.topic);
      return order == 0 ? key.compareTo(other.key) : order;
    }

    long footprint() {
      return (long) ANSWER_BYTES + topic.value().length() + key.value().length();
    }
  }

  private record Remembered(
      Name name, String fingerprint, PublishResult.Stored stored, long untilMillis) {}

  private final ConcurrentMap<Name, Remembered> answers = new ConcurrentHashMap<>();

  /** The answers in the order in which they expire. */
  private final Queue<Remembered> oldest = new ConcurrentLinkedQueue<>();

  private final long keptMillis;
  private final Budget budget;

  IdempotencyCache(long keptMillis, Budget budget) {
    this.keptMillis = keptMillis;
    this.budget = budget;
  }

  /** The answer to the publication if its key was used before, else null. */
  @Nullable PublishResult find(Publication publication, IdempotencyKey key, long nowMillis) {
    Remembered answer = answers.get(new Name(publication.topic(), key));
    if (answer == null || answer.untilMillis() <= nowMillis) {
      return null;
    }
    return answer.fingerprint().equals(publication.fingerprint())
        ? new PublishResult.Replayed(answer.stored())
        : new PublishResult.Mismatch();
  }

  /** Whether another answer can be remembered. Drops expired answers first. */
  boolean hasRoom(long nowMillis) {
    for (Remembered first = oldest.peek();
        first != null && first.untilMillis() <= nowMillis;
        first = oldest.peek()) {
      if (oldest.remove(first)) {
        answers.remove(first.name(), first);
        budget.add(-first.name().footprint());
      }
    }
    return !budget.lacks(ANSWER_BYTES);
  }

  void remember(
      Publication publication, IdempotencyKey key, PublishResult.Stored stored, long nowMillis) {
    Name name = new Name(publication.topic(), key);
    Remembered answer =
        new Remembered(name, publication.fingerprint(), stored, nowMillis + keptMillis);
    answers.put(answer.name(), answer);
    oldest.add(answer);
    budget.add(answer.name().footprint());
  }
}
