package dev.fanfare.check;

import java.util.Locale;

/**
 * The counters of a check, in the order of its report. Each has the words that the report prints.
 */
public enum CheckCounter {
  /** Events whose publishers received the answer that they are stored. */
  ACCEPTED("accepted  %,d events"),
  /** Accepted events that were in the store's history when servers and readers next agreed. */
  STORED(" (%,d stored"),
  /** Accepted events that the store has lost; the loss was reported to the readers by a reset. */
  LOST_AND_TOLD(", %,d lost and reported by a reset"),
  /** Accepted events, and events left out of deltas, that no reader saw closely enough to judge. */
  UNDECIDED(", %,d undecided)"),
  /** Events whose publishers never received a definite answer. */
  UNKNOWN("; %,d with unknown outcome"),
  /** Publications that were sent again. */
  RETRIES(", %,d retries\n"),
  /** Events in the deltas that readers received. */
  EVENTS("received  %,d events"),
  /** Deltas that readers received. */
  DELTAS(" in %,d deltas"),
  /** Resets that told a reader that it may have missed something. */
  RESETS("; %,d resets"),
  /** Subscriptions from an invented position that were answered with a reset, as they must be. */
  FORGERIES_REFUSED(", %,d invented positions refused\n"),
  /** Sockets that were opened. */
  CONNECTS("readers   %,d connects"),
  /** Pauses in which a reader did not read. */
  PAUSES(", %,d pauses\n");

  private final String phrase;

  CheckCounter(String phrase) {
    this.phrase = phrase;
  }

  /** The counter's part of the printed report. */
  String phrase(long count) {
    return String.format(Locale.ROOT, phrase, count);
  }

  /** The name of the counter's field in JSON, as {@code lostAndTold}. */
  String field() {
    StringBuilder field = new StringBuilder();
    for (String word : name().split("_", -1)) {
      field.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return field.replace(0, 1, field.substring(0, 1).toLowerCase(Locale.ROOT)).toString();
  }
}
