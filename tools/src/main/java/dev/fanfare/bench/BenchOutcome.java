package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * The outcome of all events and deliveries of the run.
 *
 * @param missing deliveries that did not happen
 * @param missingTold those of them whose sockets were reset and so know that they missed something
 * @param strays sockets that received other events than those published, or more
 * @param resets deltas that replaced what a socket had
 * @param misfits deltas that did not start at the socket's position
 * @param lostSockets sockets closed by the server or the network
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

  /** Whether every event was delivered to every socket, once and in order. */
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
