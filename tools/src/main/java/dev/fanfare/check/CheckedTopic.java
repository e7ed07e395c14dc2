package dev.fanfare.check;

import dev.fanfare.timing.Durations;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/**
 * A topic, its readers and its accepted publications. It also measures the time from acceptance
 * until the last reader has a publication. Runs on the check's loop.
 */
final class CheckedTopic {
  /**
   * The number of accepted publications that are measured at once; past it new ones are not
   * measured.
   */
  private static final int MAX_MEASURED = 10_000;

  private record Underway(long seq, long acceptedNanos) {}

  private final TopicName name;
  private final History history;
  private final Durations arrivals;
  private final Executor loop;
  private final List<CheckReader> readers = new ArrayList<>();
  private final List<AcceptedPublication> accepted = new ArrayList<>();
  private final Deque<Underway> underway = new ArrayDeque<>();

  private boolean looking;

  CheckedTopic(TopicName name, Violations violations, Durations arrivals, Executor loop) {
    this.name = name;
    this.history = new History(name, violations);
    this.arrivals = arrivals;
    this.loop = loop;
  }

  TopicName name() {
    return name;
  }

  History history() {
    return history;
  }

  List<CheckReader> readers() {
    return readers;
  }

  /** Takes the publications accepted since the last call. */
  List<AcceptedPublication> takeAccepted() {
    List<AcceptedPublication> taken = List.copyOf(accepted);
    accepted.clear();
    return taken;
  }

  void accept(int publisher, List<Position> positions, List<Draft> drafts) {
    history.accept("publisher " + publisher, positions, drafts);
    accepted.add(new AcceptedPublication(publisher, positions, drafts, history.resets()));
    if (underway.size() < MAX_MEASURED) {
      underway.add(new Underway(positions.getLast().seq(), System.nanoTime()));
    }
    advanced();
  }

  /** A reader has moved. All moves of one turn of the loop are handled together. */
  void advanced() {
    if (!looking && !underway.isEmpty()) {
      looking = true;
      loop.execute(this::look);
    }
  }

  /** Records the publications that all attentive readers have passed. */
  private void look() {
    looking = false;
    OptionalLong least =
        readers.stream().filter(CheckReader::isAttentive).mapToLong(CheckReader::seq).min();
    if (least.isEmpty()) {
      underway.clear();
      return;
    }
    while (!underway.isEmpty() && underway.getFirst().seq() <= least.getAsLong()) {
      arrivals.record(System.nanoTime() - underway.removeFirst().acceptedNanos());
    }
  }

  /** Readers were reset after a loss: the store may give the same numbers to other events now. */
  void forgetUnderway() {
    underway.clear();
  }
}
