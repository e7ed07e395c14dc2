package dev.fanfare.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store in two forms: as the {@link TopicLog} under test, and as the model of it, which has all
 * events in a list and the state after each of them in a map.
 */
final class StoreModel {
  private final TopicLimits limits;
  private final List<Event> line = new ArrayList<>();
  private final Map<Position, Map<Key, Event.State>> history = new HashMap<>();
  private final Map<Position, Moment> moments = new HashMap<>();
  private TopicLog log;
  private long nowMillis = Examples.START_MILLIS;
  private int operations;

  /** An event, and the position right before it. */
  private record Moment(Position before, Event event) {}

  StoreModel(TopicLimits limits) {
    this.limits = limits;
    this.log = new TopicLog(Examples.TOPIC, limits);
  }

  /** Stores a batch and returns its delta. */
  Delta publish(List<Draft> drafts, Duration later) {
    nowMillis += later.toMillis();
    String operation = "op" + operations++;
    Position from = head();
    Position head = from;
    List<Event> events = new ArrayList<>();
    for (Draft draft : drafts) {
      Event event = draft.stamped(head().next(operation), nowMillis);
      Map<Key, Event.State> state = new HashMap<>(stateAt(head()));
      Views.apply(state, event);
      line.add(event);
      history.put(event.position(), state);
      moments.put(event.position(), new Moment(head, event));
      head = event.position();
      log.append(event);
      events.add(event);
    }
    return new Delta(Examples.TOPIC, from, head(), events);
  }

  /**
   * Loses all after the first {@code kept} events, as a failover, a restore or a flush does. The
   * next events have the same numbers and other ids.
   *
   * @param logged how many events its log still has
   */
  void fork(int kept, int logged) {
    line.subList(kept, line.size()).clear();
    List<Event> tail = line.subList(Math.max(0, kept - logged), kept);
    var stored = new TopicLog.Snapshot(stateAt(head()).values(), tail, null);
    log = new TopicLog(Examples.TOPIC, limits, head(), stored);
  }

  TopicLog log() {
    return log;
  }

  /** All events up to the head, also those dropped from the log, but not the lost ones. */
  List<Event> line() {
    return line;
  }

  Position head() {
    return line.isEmpty() ? Position.START : line.getLast().position();
  }

  /** All events after a position up to a later one of the same history. */
  List<Event> between(Position from, Position to) {
    List<Event> events = new ArrayList<>();
    for (Position at = to; !at.equals(from); ) {
      Moment moment = moments.get(at);
      if (moment == null) {
        throw new AssertionError(from + " does not lead to " + to);
      }
      events.addFirst(moment.event());
      at = moment.before();
    }
    return events;
  }

  /** The state that the store had at a position, which may be lost since. */
  Map<Key, Event.State> stateAt(Position position) {
    if (position.isStart()) {
      return Map.of();
    }
    Map<Key, Event.State> state = history.get(position);
    if (state == null) {
      throw new AssertionError("the store has never been at " + position);
    }
    return state;
  }
}
