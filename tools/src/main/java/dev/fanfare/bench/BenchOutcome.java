package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * What became of all events, and of all deliveries, from the first to the last.
 *
 * @param missing deliveries that there should have been
 * @param missingTold those of them whose sockets were told so, by a reset
 * @param strays sockets that have got something else than was published, or more
 * @param resets deltas that threw away what a socket knew
 * @param misfits deltas that did not begin where the socket was
 * @param lostSockets those that were closed, but not from here
 */
record BenchOutcome(
    long published,
    long accepted,
    long refused,
    long unanswered,
    long expected,
    long missing,
    long missingTold,
    long strays,
    long resets,
    long misfits,
    long lostSockets) {

  static BenchOutcome of(BenchTally tally, List<LoadReader> readers, long lostSockets) {
    return new BenchOutcome(
        tally.published,
        tally.accepted,
        tally.refused,
        tally.unanswered,
        tally.expected,
        readers.stream().mapToLong(LoadReader::missing).sum(),
        readers.stream().filter(LoadReader::isToldOfGaps).mapToLong(LoadReader::missing).sum(),
        readers.stream().filter(it -> it.course().isOther(it.account())).count(),
        tally.resets,
        tally.misfits,
        lostSockets);
  }

  /** Whether every event was delivered to everyone, once and in its place. */
  boolean isComplete() {
    return refused + unanswered + missing + strays + misfits + lostSockets == 0;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("published", published);
    json.writeNumberField("accepted", accepted);
    json.writeNumberField("refused", refused);
    json.writeNumberField("unanswered", unanswered);
    json.writeNumberField("expected", expected);
    json.writeNumberField("missing", missing);
    json.writeNumberField("missingTold", missingTold);
    json.writeNumberField("strays", strays);
    json.writeNumberField("resets", resets);
    json.writeNumberField("misfits", misfits);
    json.writeNumberField("lostSockets", lostSockets);
  }
}
