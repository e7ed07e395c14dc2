package dev.fanfare.topic;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic's head, its live state and its last events.
 *
 * <p>Joining, resuming, catching up and live delivery all use {@link #since}. From a position that
 * is provably part of this topic's history (the head, an event in the log, the one just before the
 * log) it gives the events since then. From any other position it gives a reset: the position may
 * be forged, too old, or of a history that the store has lost.
 *
 * <p>Not thread-safe: only its owner reads and writes it.
 */
public final class TopicLog {
  /** A shared empty map: most topics hold no state, and a map for each would cost memory. */
  private static final SequencedMap<Key, Event.State> NO_STATE =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  private static final Event[] NO_EVENTS = {};
  private static final int FEW = 4;

  /**
   * Bytes of an entry in the log's array, and of the entries in the hash table that a key may need.
   */
  private static final int PLACE = 4;

  private static final int PLACES = 12;

  private final TopicName topic;
  private final TopicLimits limits;

  /** While it is empty it is {@link #NO_STATE}, which cannot be written to. */
  private SequencedMap<Key, Event.State> state = NO_STATE;

  /** The last events, from {@code first} to before {@code end}; all other entries are null. */
  private @Nullable Event[] log = NO_EVENTS;

  private int first;
  private int end;

  /** When the first event of the log was stored. Kept here because each append needs it. */
  private long firstAtMillis;

  /** Right before the first event of the log, if known: the oldest position that gets no reset. */
  private @Nullable Position base = Position.START;

  private Position head = Position.START;
  private long logBytes;
  private long stateBytes;

  /** The most keys since the state was last empty: its hash table does not shrink. */
  private int mostKeys;

  /** A topic that has never had an event. */
  public TopicLog(TopicName topic, TopicLimits limits) {
    this.topic = topic;
    this.limits = limits;
  }

  /**
   * A topic as a store holds it.
   *
   * @param stored the live state in any order, and the last events up to the head in their order
   */
  public TopicLog(TopicName topic, TopicLimits limits, Position head, Snapshot stored) {
    this(topic, limits);
    this.head = head;
    this.base = stored.log().isEmpty() ? head : stored.base();
    stored.state().stream()
        .sorted(Comparator.comparingLong(event -> event.position().seq()))
        .forEach(this::put);
    stored.log().forEach(this::addToLog);
  }

  /**
   * The live state and the last events of a stored topic.
   *
   * @param base the position right before those events, if it is still known
   */
  public record Snapshot(Collection<Event.State> state, List<Event> log, @Nullable Position base) {}

  /** A copy that changes independently of this log. */
  public TopicLog copy() {
    return new TopicLog(topic, limits, head, new Snapshot(state.values(), logFrom(first), base));
  }

  public TopicName topic() {
    return topic;
  }

  public Position head() {
    return head;
  }

  /** The live state, in the order of its positions; it changes with the log, so do not keep it. */
  public Collection<Event.State> state() {
    return Collections.unmodifiableCollection(state.values());
  }

  public Event.@Nullable State state(Key key) {
    return state.get(key);
  }

  public long stateBytes() {
    return stateBytes;
  }

  /** How many bytes of heap the state takes at most. */
  public long stateFootprint() {
    return Weight.footprint(stateBytes, state.size()) + (long) PLACES * mostKeys;
  }

  /** How many bytes of heap the log takes at most. */
  public long logFootprint() {
    return Weight.footprint(logBytes, end - first) + (long) PLACE * log.length;
  }

  /**
   * Adds the event after the head.
   *
   * @throws IllegalArgumentException if it is not after the head
   */
  public void append(Event event) {
    if (event.position().seq() <= head.seq()) {
      throw new IllegalArgumentException(event.position() + " is not after the head " + head);
    }
    apply(event);
    head = event.position();
    addToLog(event);
  }

  /** Takes the state of a reset and forgets all else. Positions before it then get a reset. */
  public void reset(Delta reset) {
    if (!reset.isReset()) {
      throw new IllegalArgumentException("not a reset: from " + reset.from());
    }
    state = NO_STATE;
    mostKeys = 0;
    stateBytes = 0;
    reset.events().forEach(this::apply);
    head = reset.to();
    dropLog();
  }

  /** Forgets all events of the log: then any position but the head gets a reset. */
  public void dropLog() {
    log = NO_EVENTS;
    first = 0;
    end = 0;
    logBytes = 0;
    base = head;
  }

  /** Whether {@link #since} gives no reset from this position. */
  public boolean knows(Position position) {
    return position.equals(head) || position.equals(base) || indexOf(position) >= 0;
  }

  /**
   * The delta from this position to the head, conflated.
   *
   * @param position null for a reader that knows nothing: it gets a reset
   */
  public Delta since(@Nullable Position position) {
    return completeSince(position).conflated();
  }

  /**
   * The delta from this position to the head with every event, for a receiver that keeps a log
   * itself.
   */
  public Delta completeSince(@Nullable Position position) {
    if (head.equals(position)) {
      return new Delta(topic, position, head, List.of());
    }
    if (position != null && position.equals(base)) {
      return new Delta(topic, position, head, logFrom(first));
    }
    int index = position == null ? -1 : indexOf(position);
    return index >= 0
        ? new Delta(topic, position, head, logFrom(index + 1))
        : new Delta(topic, null, head, List.copyOf(state.values()));
  }

  private void apply(Event event) {
    switch (event) {
      case Event.State set -> put(set);
      case Event.Gone cleared -> remove(cleared.key());
      case Event.Notice ignored -> {}
    }
  }

  private void put(Event.State set) {
    if (state.isEmpty()) {
      state = new LinkedHashMap<>();
    }
    take(set.key());
    state.put(set.key(), set);
    stateBytes += set.weight();
    mostKeys = Math.max(mostKeys, state.size());
  }

  private void remove(Key key) {
    if (!state.isEmpty()) {
      take(key);
    }
    if (state.isEmpty()) {
      state = NO_STATE;
      mostKeys = 0;
    }
  }

  private void take(Key key) {
    Event.State old = state.remove(key);
    if (old != null) {
      stateBytes -= old.weight();
    }
  }

  private void addToLog(Event event) {
    if (end == log.length) {
      makeRoom();
    }
    if (first == end) {
      firstAtMillis = event.atMillis();
    }
    log[end++] = event;
    logBytes += event.weight();
    dropOld(event.atMillis() - limits.logAge().toMillis());
  }

  /**
   * Moves the events to the start of the array, or of a longer one if less than a third is free
   * there.
   */
  private void makeRoom() {
    int size = end - first;
    @Nullable Event[] roomy = first > size / 2 ? log : new Event[size + size / 2 + FEW];
    System.arraycopy(log, first, roomy, 0, size);
    Arrays.fill(roomy, size, roomy.length, null);
    log = roomy;
    first = 0;
    end = size;
  }

  private void dropOld(long oldestMillis) {
    while (first < end - 1 && isOver(oldestMillis)) {
      Event dropped = at(first);
      logBytes -= dropped.weight();
      base = dropped.position();
      log[first++] = null;
      firstAtMillis = at(first).atMillis();
    }
  }

  private boolean isOver(long oldestMillis) {
    return end - first > limits.logEvents()
        || logBytes > limits.logBytes()
        || firstAtMillis < oldestMillis;
  }

  private Event at(int index) {
    return Objects.requireNonNull(log[index]);
  }

  private List<Event> logFrom(int index) {
    return Collections.unmodifiableList(Arrays.asList(log).subList(index, end));
  }

  private int indexOf(Position position) {
    int low = first;
    int high = end - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Position there = at(middle).position();
      if (there.seq() == position.seq()) {
        return there.equals(position) ? middle : -1;
      }
      if (there.seq() < position.seq()) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
