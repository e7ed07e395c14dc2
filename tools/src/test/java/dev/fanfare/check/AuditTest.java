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

/** Compares the accepted events with the store at the end. */
class AuditTest {
  private final Story story = new Story();
  private final ReaderLedger reader = story.joined("reader");

  @Test
  void an_event_in_the_history_counts_as_stored() {
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
  void an_accepted_event_after_the_head_of_the_store_is_lost() {
    story.accept("1.a", set("k", 1, 1));
    story.audit(START);
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void an_accepted_event_with_another_in_its_place_is_lost() {
    Draft other = set("l", 2, 1);
    story.accept("1.a", set("k", 1, 1));
    reader.receive(delta(START, "1.x", state("1.x", other)));
    story.audit("1.x", state("1.x", other));
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void a_loss_that_reset_the_readers_is_counted_and_no_violation() {
    Draft lost = set("k", 1, 1);
    story.accept("1.a", lost);
    reader.receive(delta(START, "1.a", state("1.a", lost)));
    reader.receive(delta(null, START));

    assertThat(story.audit(START)).isEqualTo(new Audit.Fates(0, 1, 0));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_reset_at_a_new_join_reports_a_loss_to_a_reader_without_events() {
    story.accept("1.a", set("k", 1, 1));
    reader.interrupt();
    Draft other = set("l", 2, 1);
    reader.receive(delta(null, "1.x", state("1.x", other)));

    assertThat(story.audit("1.x", state("1.x", other))).isEqualTo(new Audit.Fates(0, 1, 0));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_reset_before_the_acceptance_does_not_report_the_loss() {
    Draft early = set("k", 1, 1);
    story.accept("1.a", early);
    reader.receive(delta(START, "1.a", state("1.a", early)));
    reader.receive(delta(null, START));
    story.accept("1.b", set("k", 1, 2));

    story.audit(START);

    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void an_accepted_state_that_the_store_does_not_hold_is_lost_even_if_the_chain_is_whole() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    story.audit("1.a");
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void a_state_that_the_store_still_holds_after_its_gone_is_found() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    reader.receive(delta(START, "1.a", state("1.a", draft)));
    reader.receive(delta("1.a", "2.b", gone("2.b", "k")));
    story.audit("2.b", state("1.a", draft));
    assertThat(story.found()).containsExactly(Kind.LOST);
  }

  @Test
  void a_publication_that_is_stored_twice_is_a_duplicate() {
    Draft draft = set("k", 1, 1);
    story.accept("1.a", draft);
    reader.receive(delta(START, "1.a", state("1.a", draft)));
    reader.receive(delta("1.a", "2.b", state("2.b", draft)));
    story.audit("2.b", state("2.b", draft));
    assertThat(story.found()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void events_of_a_publisher_out_of_order_are_found() {
    Draft first = set("k", 1, 1);
    Draft second = set("l", 1, 2);
    story.accept("2.b", first);
    story.accept("1.a", second);
    story.audit("2.b", state("1.a", second), state("2.b", first));
    assertThat(story.found()).containsExactly(Kind.REORDERED);
  }
}
