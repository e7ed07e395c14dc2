package dev.fanfare.backplane.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.protocol.EventWriter;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ARGV of one run of a script, in the order that the script documents. */
final class Arguments {
  /**
   * The number of values that every script gets. {@link #toArray} inserts one more after them, the
   * command that publishes.
   */
  private static final int COMMON = 7;

  private final List<String> values = new ArrayList<>();

  private Arguments() {}

  /** The values that every script gets. */
  static Arguments of(TopicName topic, String operationId, StoreLimits limits) {
    return new Arguments()
        .with(topic)
        .with(operationId)
        .with(limits.topic().logEvents())
        .with(limits.topic().logBytes())
        .with(limits.topic().logAge().toMillis())
        .with(limits.idle().toMillis())
        .with(limits.latestUsers());
  }

  /** Adds the values that only the publishing script gets. */
  Arguments with(Publication publication, StoreLimits limits) {
    with(limits.topic().stateKeys());
    with(limits.topic().stateBytes());
    with(limits.idempotency().toMillis());
    with(publication.idempotencyKey() == null ? "" : publication.fingerprint());
    publication.drafts().forEach(this::with);
    return this;
  }

  /** Adds a value as text; null becomes the empty text. */
  Arguments with(@Nullable Object value) {
    values.add(value == null ? "" : value.toString());
    return this;
  }

  private void with(Draft draft) {
    with(EventWriter.kind(draft));
    switch (draft) {
      case Draft.State set -> with(set.key()).with(set.user()).with(millis(set.ttl()));
      case Draft.Gone clear -> with(clear.key()).with(clear.user()).with("");
      case Draft.Notice tell -> with(tell.key()).with(tell.user()).with("");
    }
    byte[] body = EventWriter.body(draft);
    with(new String(body, 1, body.length - 1, UTF_8)); // the script writes the first brace
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  /** The Redis command that sends a message to followers. */
  static String telling(boolean sharded) {
    return sharded ? "SPUBLISH" : "PUBLISH";
  }

  /**
   * All values.
   *
   * @param sharded whether messages stay within the shard
   */
  String[] toArray(boolean sharded) {
    List<String> all = new ArrayList<>(values);
    all.add(COMMON, telling(sharded));
    return all.toArray(String[]::new);
  }
}
