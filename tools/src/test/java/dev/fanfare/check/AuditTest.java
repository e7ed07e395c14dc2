package dev.fanfare.check;

import static dev.fanfare.check.Story.START;
import static dev.fanfare.check.Story.delta;
import static dev.fanfare.check.Story.gone;
import static dev.fanfare.check.Story.set;
import static dev.fanfare.check.Story.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Draft;
import org.junit.jupiter.api.Test;

/** What was accepted against what the store says at the end. */
class AuditTest {
  private final Story story = new Story();
  private final ReaderLedger reader = story.joined("reader");

  @Test
  void whatStandsInTheHistoryIsStored() {
    Draft first = set("k", 1, 1);
    Draft second = set("k", 1, 2);
    story.accept("1.a", first);
    story.accept("2.b", second);
    reader.receive(delta(START, "1.a", state("1.a", first)));
    reader.receive(delta("1.a", "2.b", state("2.b", second)));

    assertThat(story.audit("2.b", state("2.b", second))).isEqualTo(new Audit.Fates(2, 0, 0));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void acceptedEventBeyondTheEndOfTheStoreIsLost() {
    story.accept("1.a", set("k", 1, 1));
    story.audit(START);
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void acceptedEventInWhosePlaceStandsAnotherIsLost() {
    Draft other = set("l", 2, 1);
    story.accept("1.a", set("k", 1, 1));
    reader.receive(delta(START, "1.x", state("1.x", other)));
    story.audit("1.x", state("1.x", other));
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void whatTheStoreHasLostAndReadersWereToldIsCounted() {
    Draft lost = set("k", 1, 1);
    story.accept("1.a", lost);
    reader.receive(delta(START, "1.a", state("1.a", lost)));
    reader.receive(delta(null, START));

    assertThat(story.audit(START)).isEqualTo(new Audit.Fates(0, 1, 0));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void whoHadHeardOfNothingIsToldOfALossWhenItJoinsAnew() {
    story.accept("1.a", set("k", 1, 1));
    reader.interrupt();
    Draft other = set("l", 2, 1);
    reader.receive(delta(null, "1.x", state("1.x", other)));

    assertThat(story.audit("1.x", state("1.x", other))).isEqualTo(new Audit.Fates(0, 1, 0));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void resetFromBeforeItWasAcceptedTellsNothingOfIt() {
    Draft early = set("k", 1, 1);
    story.accept("1.a", early);
    reader.receive(delta(START, "1.a", state("1.a", early)));
    reader.receive(delta(null, START));
    story.accept("1.b", set("k", 1, 2));

    story.audit(START);

    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void acceptedStateThatTheStoreDoesNotHoldIsLostThoughTheChainIsWhole() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    story.audit("1.a");
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void stateThatTheStoreHoldsThoughItIsGoneIsFound() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    reader.receive(delta(START, "1.a", state("1.a", draft)));
    reader.receive(delta("1.a", "2.b", gone("2.b", "k")));
    story.audit("2.b", state("1.a", draft));
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void publicationThatStandsThereTwiceIsADuplicate() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    reader.receive(delta(START, "1.a", state("1.a", draft)));
    reader.receive(delta("1.a", "2.b", state("2.b", draft)));
    story.audit("2.b", state("2.b", draft));
    assertThat(story.found()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void publishersEventsStandInTheOrderInWhichTheyWereAccepted() {
    Draft first = set("k", 1, 1);
    Draft second = set("l", 1, 2);
    story.accept("2.b", first);
    story.accept("1.a", second);
    story.audit("2.b", state("1.a", second), state("2.b", first));
    assertThat(story.found()).containsExactly(Kind.REORDERED);
  }
}
