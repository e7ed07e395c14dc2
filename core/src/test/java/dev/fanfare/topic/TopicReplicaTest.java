package dev.fanfare.topic;

import static dev.fanfare.topic.Examples.TOPIC;
import static dev.fanfare.topic.Examples.at;
import static dev.fanfare.topic.Examples.delta;
import static dev.fanfare.topic.Examples.logOf;
import static dev.fanfare.topic.Examples.set;
import static dev.fanfare.topic.Examples.told;
import static dev.fanfare.topic.TopicReplica.Verdict.APPLIED;
import static dev.fanfare.topic.TopicReplica.Verdict.CATCH_UP;
import static dev.fanfare.topic.TopicReplica.Verdict.IGNORED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.ReplicaWorld.Answers;
import dev.fanfare.topic.ReplicaWorld.Step;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** {@link TopicReplica} in a world where messages get lost and stores lose events. */
class TopicReplicaTest {
  private static final Position FORKED = new Position(2, "other");

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Duration> pauses = Arbitraries.of(0, 10, 5_000).map(Duration::ofMillis);
    Arbitrary<Step> publish = Combinators.combine(Drafts.batches(), pauses).as(Step.Publish::new);
    Arbitrary<Step> fork =
        Combinators.combine(Arbitraries.of(0, 50, 80, 100), Arbitraries.integers().between(0, 5))
            .as(Step.Fork::new);
    return Arbitraries.frequencyOf(
            Tuple.of(8, publish),
            Tuple.of(8, Arbitraries.of(true, false, false, false).map(Step.Tell::new)),
            Tuple.of(2, Arbitraries.just(new Step.Lose())),
            Tuple.of(2, Arbitraries.integers().between(0, 9).map(Step.TellLate::new)),
            Tuple.of(4, Arbitraries.just(new Step.Read())),
            Tuple.of(6, Arbitraries.just(new Step.Answer())),
            Tuple.of(2, Arbitraries.just(new Step.Reconnect())),
            Tuple.of(1, fork),
            Tuple.of(4, Arbitraries.integers().between(0, 2).map(Step.Look::new)))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<TopicLimits> limits() {
    return Drafts.limits();
  }

  @Property(tries = 4_000)
  void afterAnyLossItEqualsTheStoreAndItNeverHasAStateThatTheStoreNeverHad(
      @ForAll("steps") List<Step> steps,
      @ForAll("limits") TopicLimits limits,
      @ForAll boolean opening,
      @ForAll boolean byReconnect) {
    ReplicaWorld world = new ReplicaWorld(limits, Answers.LATEST_ONLY, opening);
    steps.forEach(world::happen);
    world.settle(byReconnect);
  }

  @Property(tries = 4_000)
  void answersToEarlierQuestionsDoNoHarmEither(
      @ForAll("steps") List<Step> steps,
      @ForAll("limits") TopicLimits limits,
      @ForAll Answers answers,
      @ForAll boolean opening,
      @ForAll boolean byReconnect) {
    ReplicaWorld world = new ReplicaWorld(limits, answers, opening);
    steps.forEach(world::happen);
    world.settle(byReconnect);
  }

  @Test
  void itIsBehindUntilItIsOpened() {
    TopicReplica replica = new TopicReplica(TOPIC, logOf(10));
    assertThat(replica.isBehind()).isTrue();
    assertThat(replica.onAppended(told(set(2, "b", "2")))).isEqualTo(IGNORED);
    assertThat(replica.onOpened(logged(set(1, "a", "1")))).isEqualTo(APPLIED);
    assertThat(replica.isBehind()).isFalse();
    assertThat(replica.log().state()).containsExactly(set(1, "a", "1"), set(2, "b", "2"));
  }

  @Test
  void aDeltaIsAppliedOnce() {
    TopicReplica replica = opened(set(1, "a", "1"));
    assertThat(replica.onAppended(told(set(2, "a", "2")))).isEqualTo(APPLIED);
    assertThat(replica.onAppended(told(set(2, "a", "2")))).isEqualTo(IGNORED);
    assertThat(replica.head()).isEqualTo(at(2));
  }

  @Test
  void afterAGapItCatchesUpFromItsOwnPosition() {
    TopicReplica replica = opened(set(1, "a", "1"));
    assertThat(replica.onAppended(told(set(3, "a", "3")))).isEqualTo(CATCH_UP);
    assertThat(replica.head()).isEqualTo(at(1));
    assertThat(replica.onAppended(told(set(4, "a", "4")))).isEqualTo(IGNORED);
    assertThat(replica.onCaughtUp(delta(at(1), at(3), set(2, "a", "2"), set(3, "a", "3"))))
        .isEqualTo(APPLIED);
    assertThat(replica.head()).isEqualTo(at(4));
    assertThat(replica.log().completeSince(at(1)).events()).hasSize(3);
  }

  @Test
  void aForkIsFoundByAnotherIdWithTheSameNumber() {
    TopicReplica replica = opened(set(1, "a", "1"));
    replica.onAppended(told(set(2, "a", "\"lost\"")));
    Event.State other = set(FORKED, "a", "2");
    assertThat(replica.onAppended(delta(at(1), FORKED, other))).isEqualTo(CATCH_UP);
    assertThat(replica.onCaughtUp(delta(null, FORKED, other))).isEqualTo(APPLIED);
    assertThat(replica.log().state()).containsExactly(other);
    assertThat(replica.log().since(at(2)).isReset()).isTrue();
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForAgain() {
    TopicReplica replica = opened(set(1, "a", "1"));
    replica.interrupted();
    assertThat(replica.onCaughtUp(delta(at(7), at(8), set(8, "a", "8")))).isEqualTo(CATCH_UP);
    assertThat(replica.isBehind()).isTrue();
    assertThat(replica.head()).isEqualTo(at(1));
  }

  @Test
  void anAnswerWithoutAQuestionCausesAQuestion() {
    TopicReplica replica = opened(set(1, "a", "1"));
    replica.onAppended(told(set(2, "a", "2")));
    Delta old = delta(null, at(1), set(1, "a", "1"));
    assertThat(replica.onCaughtUp(old)).isEqualTo(CATCH_UP);
    assertThat(replica.head()).isEqualTo(at(2));
    assertThat(replica.onCaughtUp(delta(at(2), at(2)))).isEqualTo(APPLIED);
    assertThat(replica.onOpened(logged(set(1, "a", "1")))).isEqualTo(CATCH_UP);
    assertThat(replica.head()).isEqualTo(at(2));
  }

  @Test
  void deltasThatTheFullBufferDroppedAreFoundMissing() {
    TopicReplica replica = new TopicReplica(TOPIC, logOf(10));
    int last = TopicReplica.MAX_BUFFERED + 2;
    for (int seq = 2; seq <= last; seq++) {
      assertThat(replica.onAppended(told(set(seq, "a", "" + seq)))).isEqualTo(IGNORED);
    }
    assertThat(replica.onOpened(logged(set(1, "a", "1")))).isEqualTo(CATCH_UP);
    assertThat(replica.head()).isEqualTo(at(1));
    assertThat(replica.onCaughtUp(delta(null, at(last), set(last, "a", "" + last))))
        .isEqualTo(APPLIED);
    assertThat(replica.head()).isEqualTo(at(last));
  }

  @Test
  void aBufferThatIsJustFullLosesNothing() {
    TopicReplica replica = new TopicReplica(TOPIC, logOf(10));
    int last = TopicReplica.MAX_BUFFERED + 1;
    for (int seq = 2; seq <= last; seq++) {
      replica.onAppended(told(set(seq, "a", "" + seq)));
    }
    assertThat(replica.onOpened(logged(set(1, "a", "1")))).isEqualTo(APPLIED);
    assertThat(replica.head()).isEqualTo(at(last));
  }

  private static TopicReplica opened(Event.State only) {
    TopicReplica replica = new TopicReplica(TOPIC, logOf(10));
    replica.onOpened(logged(only));
    return replica;
  }

  private static TopicLog logged(Event.State only) {
    TopicLog log = new TopicLog(TOPIC, logOf(10));
    log.append(only);
    return log;
  }
}
