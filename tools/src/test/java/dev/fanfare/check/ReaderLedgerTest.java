package dev.fanfare.check;

import static dev.fanfare.check.ReaderLedger.Judgement.APPLIED;
import static dev.fanfare.check.ReaderLedger.Judgement.FORGERY_REFUSED;
import static dev.fanfare.check.ReaderLedger.Judgement.PART;
import static dev.fanfare.check.ReaderLedger.Judgement.RESET;
import static dev.fanfare.check.ReaderLedger.Judgement.VIOLATION;
import static dev.fanfare.check.Story.START;
import static dev.fanfare.check.Story.at;
import static dev.fanfare.check.Story.delta;
import static dev.fanfare.check.Story.gone;
import static dev.fanfare.check.Story.notice;
import static dev.fanfare.check.Story.part;
import static dev.fanfare.check.Story.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Position;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The violations that one reader can see alone. */
class ReaderLedgerTest {
  private final Story story = new Story();
  private final ReaderLedger reader = story.joined("reader");

  @Test
  void a_correct_history_is_no_violation() {
    assertThat(reader.receive(delta(START, "1.a", notice("1.a")))).isEqualTo(APPLIED);
    assertThat(reader.receive(delta("1.a", "2.b", state("2.b", "k")))).isEqualTo(APPLIED);
    assertThat(reader.receive(part("2.b", "4.c", gone("3.c", "k")))).isEqualTo(PART);
    assertThat(reader.receive(delta("2.b", "4.c", state("4.c", "l")))).isEqualTo(APPLIED);
    assertThat(reader.receive(delta("4.c", "4.c"))).isEqualTo(APPLIED);
    assertThat(reader.receive(delta(null, "9.d", state("4.c", "l")))).isEqualTo(RESET);

    assertThat(reader.position()).isEqualTo(at("9.d"));
    assertThat(reader.view().size()).isEqualTo(1);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_reset_at_a_new_join_counts_as_a_possible_loss() {
    reader.interrupt();
    assertThat(reader.receive(delta(null, START))).isEqualTo(RESET);
    assertThat(reader.receive(delta(START, "1.a", notice("1.a")))).isEqualTo(APPLIED);
    assertThat(story.history.resets()).isEqualTo(1);

    ReaderLedger other = story.joined("other");
    other.interrupt();
    assertThat(other.receive(delta(null, "2.b", state("2.b", "k")))).isEqualTo(RESET);
    assertThat(other.position()).isEqualTo(at("2.b"));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_delta_from_a_later_position_is_a_gap() {
    begin();
    assertThat(reader.receive(delta("2.b", "3.c", notice("3.c")))).isEqualTo(VIOLATION);
    assertThat(story.found()).containsExactly(Kind.GAP);
    assertThat(story.violations.kept().getFirst().account())
        .contains("told", "reader", "1.a", "2.b", "3.c");
  }

  @Test
  void a_delta_received_twice_is_a_duplicate() {
    begin();
    reader.receive(delta("1.a", "2.b", notice("2.b")));
    reader.receive(delta("1.a", "2.b", notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void a_delta_from_another_event_with_the_same_number_does_not_fit() {
    begin();
    reader.receive(delta("1.x", "2.b", notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.DOES_NOT_FIT);
  }

  @Test
  void events_out_of_order_are_found() {
    begin();
    reader.receive(delta("1.a", "2.b", notice("3.b"), notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.REORDERED);
  }

  @Test
  void an_event_twice_in_a_delta_is_a_duplicate() {
    begin();
    reader.receive(delta("1.a", "2.b", notice("2.b"), notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void a_delta_without_the_event_at_its_end_is_a_gap() {
    begin();
    reader.receive(delta("1.a", "3.c", notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.GAP);
  }

  @Test
  void an_empty_delta_must_not_change_the_position() {
    begin();
    reader.receive(delta("1.a", "2.b"));
    assertThat(story.found()).containsExactly(Kind.GAP);
  }

  @Test
  void parts_of_an_abandoned_delta_are_not_mixed_with_the_next_delta() {
    begin();
    reader.receive(part("1.a", "3.c", notice("2.b")));
    reader.receive(delta("1.a", "2.b", notice("2.b")));
    assertThat(reader.position()).isEqualTo(at("2.b"));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_last_part_without_the_first_is_found() {
    begin();
    reader.receive(part("1.a", "3.c", state("2.b", "k")));
    reader.interrupt();
    reader.receive(delta("1.a", "3.c", state("3.c", "l")));
    ReaderLedger closer = closerAt("1.a");
    closer.receive(delta("1.a", "2.b", state("2.b", "k")));
    closer.receive(delta("2.b", "3.c", state("3.c", "l")));
    assertThat(story.found()).contains(Kind.DIVERGED);
  }

  @Test
  void an_invented_position_must_be_answered_with_a_reset() {
    begin();
    reader.forge(Objects.requireNonNull(at("1.forged")));
    assertThat(reader.receive(delta(null, "1.a"))).isEqualTo(FORGERY_REFUSED);
    assertThat(story.found()).isEmpty();

    reader.forge(Objects.requireNonNull(at("1.forged")));
    reader.receive(delta("1.forged", "2.b", notice("2.b")));
    assertThat(story.found()).containsExactly(Kind.FORGED_ACCEPTED);
  }

  @Test
  void even_an_empty_delta_from_an_invented_position_is_a_violation() {
    begin();
    reader.forge(Objects.requireNonNull(at("7.forged")));
    reader.receive(delta("7.forged", "7.forged"));
    assertThat(story.found()).containsExactly(Kind.FORGED_ACCEPTED);
  }

  @Test
  void a_snapshot_may_have_one_state_a_key_and_nothing_else() {
    begin();
    reader.receive(delta(null, "3.c", state("2.b", "k"), state("3.c", "k")));
    begin();
    reader.receive(delta(null, "4.c", state("2.b", "k"), notice("4.c")));
    assertThat(story.found()).containsExactly(Kind.DUPLICATE, Kind.DUPLICATE);
  }

  @Test
  void a_snapshot_may_not_have_events_after_its_head() {
    begin();
    reader.receive(delta(null, "3.c", state("4.d", "k")));
    assertThat(story.found()).containsExactly(Kind.REORDERED);
  }

  @Test
  void a_reader_that_returns_to_an_earlier_position_continues_from_there() {
    begin();
    ReaderLedger.ResumePoint place = Objects.requireNonNull(reader.place());
    reader.receive(delta("1.a", "2.b", state("2.b", "k")));

    reader.returnTo(place);

    assertThat(reader.view().size()).isZero();
    assertThat(reader.receive(delta("1.a", "2.b", state("2.b", "k")))).isEqualTo(APPLIED);
    assertThat(story.found()).isEmpty();
  }

  private void begin() {
    reader.returnTo(new ReaderLedger.ResumePoint(position("1.a"), new ReaderView()));
  }

  private ReaderLedger closerAt(String position) {
    ReaderLedger closer = story.reader("closer");
    closer.returnTo(new ReaderLedger.ResumePoint(position(position), new ReaderView()));
    return closer;
  }

  private static Position position(String text) {
    return Position.parse(text);
  }
}
