package dev.fanfare.check;

import java.util.Locale;

/** What a check counts, in the order of its report. Each says how the report prints it. */
public enum CheckCounter {
  /** Events that publishers were told are stored. */
  ACCEPTED("accepted  %,d events"),
  /** Accepted events that stood in the history of the store when all agreed next. */
  STORED(" (%,d stored"),
  /** Accepted events that the store has lost, which readers were told by a reset. */
  LOST_AND_TOLD(", %,d lost and told as a reset"),
  /** Accepted events, and events left out of deltas, that nobody saw closely enough. */
  UNDECIDED(", %,d undecided)"),
  /** Events of which publishers never learned what came. */
  UNKNOWN("; %,d unknown"),
  /** Publications that were sent again. */
  RETRIES(", %,d retries\n"),
  /** Events in the deltas that readers were sent. */
  EVENTS("told      %,d events"),
  /** Deltas that readers were sent. */
  DELTAS(" in %,d deltas"),
  /** Readers that were told that they have missed something. */
  RESETS("; %,d resets"),
  /** Positions that nobody gave out, and that got a reset. */
  FORGERIES_REFUSED(", %,d forged positions refused\n"),
  /** Sockets that were opened. */
  CONNECTS("readers   %,d connects"),
  /** Pauses of readers that did not read. */
  PAUSES(", %,d pauses\n");

  private final String phrase;

  CheckCounter(String phrase) {
    this.phrase = phrase;
  }

  /** Its part of the printed report. */
  String phrase(long count) {
    return String.format(Locale.ROOT, phrase, count);
  }

  /** Its field in JSON: {@code lostAndTold}. */
  String field() {
    StringBuilder field = new StringBuilder();
    for (String word : name().split("_", -1)) {
      field.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return field.replace(0, 1, field.substring(0, 1).toLowerCase(Locale.ROOT)).toString();
  }
}
