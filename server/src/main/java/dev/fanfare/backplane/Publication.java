package dev.fanfare.backplane;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The drafts that are stored together. The constructor refuses no drafts or too many with an {@link
 * InvalidValueException}.
 *
 * @param drafts 1 to {@value #MAX_DRAFTS}
 * @param idempotencyKey publications with the same key within {@link StoreLimits#idempotency()} are
 *     one publication and get the same answer
 */
public record Publication(
    TopicName topic, List<Draft> drafts, @Nullable IdempotencyKey idempotencyKey) {
  public static final int MAX_DRAFTS = Draft.MAX_AT_ONCE;

  public Publication {
    drafts = List.copyOf(drafts);
    if (drafts.isEmpty() || drafts.size() > MAX_DRAFTS) {
      throw new InvalidValueException(
          "a publication of", drafts.size(), "1 to " + MAX_DRAFTS + " events");
    }
  }

  public static Publication of(TopicName topic, Draft draft) {
    return new Publication(topic, List.of(draft), null);
  }
}
