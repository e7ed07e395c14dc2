package dev.fanfare.topic;

import static dev.fanfare.topic.Examples.START_MILLIS;
import static dev.fanfare.topic.Examples.TOPIC;
import static dev.fanfare.topic.Examples.at;
import static dev.fanfare.topic.Examples.cleared;
import static dev.fanfare.topic.Examples.delta;
import static dev.fanfare.topic.Examples.key;
import static dev.fanfare.topic.Examples.logOf;
import static dev.fanfare.topic.Examples.notice;
import static dev.fanfare.topic.Examples.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link TopicLog} against a plain list of all events, for arbitrary histories. */
class TopicLogTest {
  record Publishing(List<Draft> drafts, Duration later) {}

  @Provide
  Arbitrary<List<Publishing>> histories() {
    Arbitrary<Duration> pauses = Arbitraries.of(0, 1, 999, 5_000, 70_000).map(Duration::ofMillis);
    return Combinators.combine(Drafts.batches(), pauses).as(Publishing::new).list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<TopicLimits> limits() {
    return Drafts.limits();
  }

  @Property
  void sinceLeadsFromEveryPositionToTheHead(
      @ForAll("histories") List<Publishing> history, @ForAll("limits") TopicLimits limits) {
    StoreModel store = published(history, limits);
    Map<Key, Event.State> state = store.stateAt(store.head());
    for (Position position : positions(store)) {
      for (Delta delta : deltas(store.log(), position)) {
        assertThat(delta.to()).isEqualTo(store.head());
        assertThat(delta.from()).isIn(position, null);
        Map<Key, Event.State> view =
            new HashMap<>(delta.from() == null ? Map.of() : store.stateAt(delta.from()));
        delta.events().forEach(event -> Views.apply(view, event));
        assertThat(view).as("from %s by %s", position, delta).isEqualTo(state);
      }
    }
  }

  @Property
  void sinceIsAResetUnlessFromTheHeadTheLogOrTheEventBeforeIt(
      @ForAll("histories") List<Publishing> history, @ForAll("limits") TopicLimits limits) {
    StoreModel store = published(history, limits);
    Set<Position> known = known(store.line(), limits);
    for (Position position : positions(store)) {
      assertThat(store.log().since(position).isReset())
          .as("a reset from %s, known are %s", position, known)
          .isEqualTo(!known.contains(position));
    }
  }

  @Property
  void aDeltaHasEveryEventOnceAndConflatedTheLastOfEachKey(
      @ForAll("histories") List<Publishing> history, @ForAll("limits") TopicLimits limits) {
    StoreModel store = published(history, limits);
    for (Position position : positions(store)) {
      Delta complete = store.log().completeSince(position);
      if (position != null && !complete.isReset()) {
        List<Event> behind = behind(store.line(), position);
        assertThat(complete.events()).isEqualTo(behind);
        assertThat(store.log().since(position).events()).isEqualTo(conflated(behind));
      }
    }
  }

  @Property
  void aForgedPositionGetsTheWholeState(
      @ForAll("histories") List<Publishing> history,
      @ForAll("limits") TopicLimits limits,
      @ForAll @IntRange(min = 1, max = 200) int seq) {
    StoreModel store = published(history, limits);
    Delta reset = store.log().since(new Position(seq, "forged"));
    assertThat(reset.isReset()).isTrue();
    assertThat(reset.to()).isEqualTo(store.head());
    assertThat(reset.events()).isEqualTo(List.copyOf(store.log().state()));
    assertThat(Views.of(store.log().state())).isEqualTo(store.stateAt(store.head()));
  }

  @Property
  void theLogStaysWithinItsLimitsAfterEveryEvent(
      @ForAll("histories") List<Publishing> history, @ForAll("limits") TopicLimits limits) {
    StoreModel store = new StoreModel(limits);
    for (Publishing publishing : history) {
      store.publish(publishing.drafts(), publishing.later());
      TopicLog log = store.log();
      Set<Position> known = known(store.line(), limits);
      for (Event event : store.line()) {
        assertThat(log.knows(event.position()))
            .as("%s, known are %s", event, known)
            .isEqualTo(known.contains(event.position()));
      }
      assertThat(log.stateBytes())
          .isEqualTo(log.state().stream().mapToLong(Event.State::weight).sum());
      assertThat(List.copyOf(log.state()))
          .isSortedAccordingTo(Comparator.comparingLong(set -> set.position().seq()));
      log.state().forEach(set -> assertThat(log.state(set.key())).isSameAs(set));
    }
  }

  @Property
  void aCopyAnswersLikeTheOriginalAndChangesIndependently(
      @ForAll("histories") List<Publishing> history, @ForAll("limits") TopicLimits limits) {
    StoreModel store = published(history, limits);
    TopicLog copy = store.log().copy();
    Map<@Nullable Position, Delta> before = answers(store.log(), store);
    assertThat(answers(copy, store)).isEqualTo(before);
    assertThat(copy.stateBytes()).isEqualTo(store.log().stateBytes());

    Position head = store.head();
    copy.append(set(head.next("copy"), "a", "1"));
    assertThat(answers(store.log(), store)).isEqualTo(before);
  }

  @Property
  void aLogMadeFromASnapshotAnswersLikeTheOriginal(
      @ForAll("histories") List<Publishing> history,
      @ForAll("limits") TopicLimits limits,
      @ForAll Random random) {
    StoreModel store = published(history, limits);
    List<Event.State> state = new ArrayList<>(store.log().state());
    Collections.shuffle(state, random);
    List<Event> kept = kept(store.line(), limits);
    TopicLog stored =
        new TopicLog(TOPIC, limits, store.head(), new TopicLog.Snapshot(state, kept, null));

    assertThat(stored.head()).isEqualTo(store.head());
    assertThat(stored.state()).containsExactlyElementsOf(store.log().state());
    assertThat(stored.stateBytes()).isEqualTo(store.log().stateBytes());
    for (Event event : kept) {
      assertThat(stored.completeSince(event.position()))
          .isEqualTo(store.log().completeSince(event.position()));
    }
  }

  @Test
  void aTopicThatHasNeverHadAnEventIsResetToNothing() {
    TopicLog log = new TopicLog(TOPIC, logOf(10));
    assertThat(log.since(null)).isEqualTo(delta(null, Position.START));
    assertThat(log.since(at(1))).isEqualTo(delta(null, Position.START));
  }

  @Test
  void aReaderAtTheStartGetsNoResetWhileAllEventsAreInTheLog() {
    TopicLog log = new TopicLog(TOPIC, logOf(2));
    assertThat(log.since(Position.START)).isEqualTo(delta(Position.START, Position.START));
    log.append(notice(1, "a", "1"));
    log.append(set(2, "b", "2"));
    assertThat(log.since(Position.START))
        .isEqualTo(delta(Position.START, at(2), notice(1, "a", "1"), set(2, "b", "2")));
    log.append(set(3, "c", "3"));
    assertThat(log.since(Position.START))
        .isEqualTo(delta(null, at(3), set(2, "b", "2"), set(3, "c", "3")));
  }

  @Test
  void theHeadIsKnownEvenIfTheStoredLogIsEmpty() {
    TopicLog log =
        new TopicLog(
            TOPIC,
            logOf(10),
            at(7),
            new TopicLog.Snapshot(List.of(set(3, "a", "1")), List.of(), null));
    assertThat(log.since(at(7))).isEqualTo(delta(at(7), at(7)));
    log.append(set(8, "b", "2"));
    assertThat(log.since(at(7))).isEqualTo(delta(at(7), at(8), set(8, "b", "2")));
    assertThat(log.since(at(6)).isReset()).isTrue();
  }

  @Test
  void theLastEventIsKeptHoweverLargeItIs() {
    TopicLog log = new TopicLog(TOPIC, new TopicLimits(5, 1, Duration.ofMillis(1), 10, 1 << 20));
    log.append(set(1, "a", "1"));
    log.append(set(2, "b", "2"));
    assertThat(log.knows(at(1))).as("the event before the log").isTrue();
    assertThat(log.since(at(1)).events()).containsExactly(set(2, "b", "2"));
  }

  @Test
  void theLogIsTrimmedAtItsAgeAndNotAMillisecondEarlier() {
    for (int millis : new int[] {999, 1_000, 1_001}) {
      TopicLog log =
          new TopicLog(TOPIC, new TopicLimits(9, 1 << 20, Duration.ofSeconds(1), 9, 1 << 20));
      log.append(noticeAt(1, 0));
      log.append(noticeAt(2, 0));
      log.append(noticeAt(3, millis));
      // Position 1 is known as the one before the log only while event 2 is in the log.
      assertThat(log.knows(at(1))).as("after %s ms", millis).isEqualTo(millis <= 1_000);
    }
  }

  @Test
  void aResetForgetsTheLogAndTheStateBefore() {
    TopicLog log = new TopicLog(TOPIC, logOf(10));
    log.append(set(1, "a", "1"));
    log.append(set(2, "b", "2"));
    log.reset(delta(null, at(9), set(8, "c", "3")));
    assertThat(log.head()).isEqualTo(at(9));
    assertThat(log.state()).containsExactly(set(8, "c", "3"));
    assertThat(log.stateBytes()).isEqualTo(set(8, "c", "3").weight());
    assertThat(log.knows(at(1))).isFalse();
    assertThat(log.knows(at(2))).isFalse();
    assertThat(log.since(at(9)).isReset()).isFalse();
  }

  @Test
  void onlyAResetResets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicLog(TOPIC, logOf(10)).reset(delta(at(1), at(2))))
        .withMessageContaining("not a reset: from 1.e1");
  }

  @Test
  void anEventThatIsNotAfterTheHeadIsNotAppended() {
    TopicLog log = new TopicLog(TOPIC, logOf(10));
    log.append(set(2, "a", "1"));
    for (Event late : List.of(set(2, "a", "2"), set(1, "a", "2"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> log.append(late))
          .withMessageContaining(late.position() + " is not after the head 2.e2");
    }
    assertThat(log.state()).containsExactly(set(2, "a", "1"));
  }

  @Test
  void aKeyThatIsSetAgainMovesToTheEndAndOneThatIsClearedIsGone() {
    TopicLog log = new TopicLog(TOPIC, logOf(10));
    log.append(set(1, "a", "1"));
    log.append(set(2, "b", "2"));
    log.append(set(3, "a", "3"));
    assertThat(log.state()).containsExactly(set(2, "b", "2"), set(3, "a", "3"));
    log.append(cleared(4, "b"));
    log.append(cleared(5, "never there"));
    assertThat(log.state()).containsExactly(set(3, "a", "3"));
    assertThat(log.state(key("b"))).isNull();
  }

  private static Event.Notice noticeAt(long seq, long millis) {
    Stamp stamp = new Stamp(at(seq), START_MILLIS + millis, null);
    return new Event.Notice(stamp, null, notice(seq, null, "0").data());
  }

  private static StoreModel published(List<Publishing> history, TopicLimits limits) {
    StoreModel store = new StoreModel(limits);
    history.forEach(publishing -> store.publish(publishing.drafts(), publishing.later()));
    return store;
  }

  private static List<Delta> deltas(TopicLog log, @Nullable Position position) {
    return List.of(log.since(position), log.completeSince(position));
  }

  private static Map<@Nullable Position, Delta> answers(TopicLog log, StoreModel store) {
    Map<@Nullable Position, Delta> answers = new HashMap<>();
    positions(store).forEach(position -> answers.put(position, log.completeSince(position)));
    return answers;
  }

  /** Every position of the history, the start, and null. */
  private static List<@Nullable Position> positions(StoreModel store) {
    List<@Nullable Position> positions = new ArrayList<>();
    positions.add(null);
    positions.add(Position.START);
    store.line().forEach(event -> positions.add(event.position()));
    return positions;
  }

  private static List<Event> behind(List<Event> line, Position position) {
    return line.stream().filter(event -> event.position().seq() > position.seq()).toList();
  }

  /** The positions that get no reset: all events that have to be kept, and the one before them. */
  private static Set<Position> known(List<Event> line, TopicLimits limits) {
    int kept = kept(line, limits).size();
    Set<Position> known =
        line.subList(Math.max(0, line.size() - kept - 1), line.size()).stream()
            .map(Event::position)
            .collect(Collectors.toSet());
    if (kept == line.size()) {
      known.add(Position.START);
    }
    return known;
  }

  /** The events that have to be kept: as many of the latest as all limits allow, at least one. */
  private static List<Event> kept(List<Event> line, TopicLimits limits) {
    int start = line.size();
    long bytes = 0;
    while (start > 0) {
      Event event = line.get(start - 1);
      bytes += event.weight();
      long age = line.getLast().atMillis() - event.atMillis();
      boolean over =
          line.size() - start + 1 > limits.logEvents()
              || bytes > limits.logBytes()
              || age > limits.logAge().toMillis();
      if (over && start < line.size()) {
        break;
      }
      start--;
    }
    return line.subList(start, line.size());
  }

  /** A second implementation of conflation: the events that no later event replaces. */
  private static List<Event> conflated(List<Event> events) {
    return events.stream()
        .filter(event ->
            event.key() == null
                || events.stream()
                    .filter(later -> later.position().seq() > event.position().seq())
                    .filter(
                        later -> (later instanceof Event.Notice) == (event instanceof Event.Notice))
                    .noneMatch(later -> event.key().equals(later.key())))
        .toList();
  }
}
