package dev.fanfare.attack;

import dev.fanfare.Answer;
import java.io.IOException;

/** Topics that are there before an attack. */
final class Topics {
  static final String LARGE = "large";

  /** Its limit is 16 MiB, of which keys take some. */
  static final int LARGE_BYTES = 15 << 20;

  private static final int EVENTS_A_BATCH = 40;

  private Topics() {}

  /** Makes it a topic of this size, if it is none. */
  static void fill(Victim victim, String topic, int bytes) throws IOException {
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
