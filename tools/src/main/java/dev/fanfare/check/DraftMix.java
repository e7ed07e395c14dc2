package dev.fanfare.check;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Key;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Random publications: all kinds of events, few keys, batches, and now and then a large amount. */
final class DraftMix {
  private static final int KEYS = 20;
  private static final int BATCH = 8;
  private static final int BURST = 30;
  private static final int BURST_PADDING = 8_000;
  private static final int PADDING = 100;
  private static final int MAX_TTL_MILLIS = 2_000;

  private final RandomGenerator random;
  private final Supplier<EventOrigin> marks;

  /**
   * @param marks provides a new origin for every event
   */
  DraftMix(RandomGenerator random, Supplier<EventOrigin> marks) {
    this.random = random;
    this.marks = marks;
  }

  /** One publication. */
  List<Draft> next() {
    int chance = random.nextInt(100);
    if (chance == 0) {
      return drafts(BURST, BURST_PADDING);
    }
    return drafts(chance < 15 ? 2 + random.nextInt(BATCH - 1) : 1, random.nextInt(PADDING));
  }

  private List<Draft> drafts(int count, int padding) {
    return IntStream.range(0, count).mapToObj(_ -> draft(padding)).toList();
  }

  private Draft draft(int padding) {
    EventOrigin mark = marks.get();
    int chance = random.nextInt(100);
    if (chance < 50) {
      return new Draft.State(null, key(), mark.data(padding), null);
    }
    if (chance < 60) {
      Duration ttl = Duration.ofMillis(1 + random.nextInt(MAX_TTL_MILLIS));
      return new Draft.State(null, key(), mark.data(padding), ttl);
    }
    return chance < 70
        ? new Draft.Gone(mark.user(), key())
        : new Draft.Notice(null, chance < 80 ? key() : noKey(), mark.data(padding));
  }

  private Key key() {
    return new Key("key:" + random.nextInt(KEYS));
  }

  private static @Nullable Key noKey() {
    return null;
  }
}
