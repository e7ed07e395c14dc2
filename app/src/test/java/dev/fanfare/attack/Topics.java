package dev.fanfare.attack;

import dev.fanfare.Answer;
import java.io.IOException;

/** Topics that exist before an attack. */
final class Topics {
  /** A topic of 1 MiB. */
  static final String ORDINARY = "ordinary";

  /** A topic of nearly the largest size. */
  static final String LARGE = "large";

  private static final int ORDINARY_BYTES = 1 << 20;

  /** The limit is 16 MiB, and keys take a part of it. */
  private static final int LARGE_BYTES = 15 << 20;

  private static final int EVENTS_A_BATCH = Payloads.LARGEST_EVENTS_A_BATCH;

  private Topics() {}

  static void fill(Victim victim) throws IOException {
    fill(victim, ORDINARY, ORDINARY_BYTES);
    fill(victim, LARGE, LARGE_BYTES);
  }

  /** Fills a topic with nearly what one may have. */
  static void fillLarge(Victim victim, String topic) throws IOException {
    fill(victim, topic, LARGE_BYTES);
  }

  private static void fill(Victim victim, String topic, int bytes) throws IOException {
    int events = bytes / Payloads.MAX_DATA_BYTES;
    for (int begun = 0; begun < events; begun += EVENTS_A_BATCH) {
      int first = begun;
      String batch =
          Payloads.batch(
              Math.min(EVENTS_A_BATCH, events - begun),
              i -> Payloads.state("k" + (first + i), Payloads.MAX_DATA_BYTES));
      Answer answer = Honest.post(victim.port(), topic, batch, "");
      if (answer.status() != 200) {
        throw new IOException("cannot fill " + topic + ": " + answer);
      }
    }
  }
}
