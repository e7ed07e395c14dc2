package dev.fanfare.check;

import static dev.fanfare.check.Story.START;
import static dev.fanfare.check.Story.delta;
import static dev.fanfare.check.Story.gone;
import static dev.fanfare.check.Story.notice;
import static dev.fanfare.check.Story.set;
import static dev.fanfare.check.Story.state;
import static dev.fanfare.check.Story.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Violations that no reader can see alone: two accounts of the same history contradict each other.
 */
class HistoryTest {
  private final Story story = new Story();

  @Test
  void a_conflated_delta_may_omit_events_that_its_own_replace() {
    follow(state("1.a", "k"), notice("2.b", "k"), state("3.c", "k"), notice("4.d", "k"));
    reading("slow", "1.a", state("1.a", "k"))
        .receive(delta("1.a", "4.d", state("3.c", "k"), notice("4.d", "k")));

    assertThat(Omissions.judge(story.history)).isZero();
    assertThat(story.found()).isEmpty();
  }

  @Test
  void a_notice_without_a_key_may_not_be_omitted() {
    follow(notice("1.a"), notice("2.b"), notice("3.c"));
    reading("slow", "1.a").receive(delta("1.a", "3.c", notice("3.c")));

    Omissions.judge(story.history);

    assertThat(story.found()).containsExactly(Kind.GAP);
    assertThat(story.violations.kept().getFirst().account()).contains("slow", "2.b");
  }

  @Test
  void a_state_does_not_replace_a_notice() {
    follow(notice("1.a"), notice("2.b", "k"), state("3.c", "k"));
    reading("slow", "1.a").receive(delta("1.a", "3.c", state("3.c", "k")));
    Omissions.judge(story.history);
    assertThat(story.found()).containsExactly(Kind.GAP);
  }

  @Test
  void an_omitted_gone_is_found_even_if_its_key_is_never_used_again() {
    follow(state("1.a", "k"), gone("2.b", "k"), notice("3.c"));
    reading("slow", "1.a", state("1.a", "k")).receive(delta("1.a", "3.c", notice("3.c")));
    Omissions.judge(story.history);
    assertThat(story.found()).containsExactlyInAnyOrder(Kind.DIVERGED, Kind.GAP);
  }

  @Test
  void an_accepted_notice_that_no_reader_received_is_a_gap() {
    follow(notice("1.a"));
    story.accept("2.b", tell());
    reading("one", "1.a").receive(delta("1.a", "3.c", notice("3.c")));

    Omissions.judge(story.history);

    assertThat(story.found()).containsExactly(Kind.GAP);
  }

  @Test
  void an_omitted_event_that_nobody_knows_is_counted_and_not_judged() {
    follow(notice("1.a"));
    reading("one", "1.a").receive(delta("1.a", "4.c", notice("4.c")));
    assertThat(Omissions.judge(story.history)).isEqualTo(2);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void an_event_with_two_predecessors_is_a_fork_without_a_reset() {
    follow(notice("1.a"), notice("2.b"), notice("3.c"));
    reading("astray", "2.lost").receive(delta("2.lost", "3.c", notice("3.c")));
    assertThat(story.found()).containsExactly(Kind.FORK_UNTOLD);
  }

  @Test
  void a_conflated_delta_from_a_lost_history_is_a_fork_without_a_reset() {
    follow(notice("1.a"), state("2.b", "k"), state("3.c", "k"), state("4.d", "k"));
    reading("astray", "2.lost").receive(delta("2.lost", "4.d", state("4.d", "k")));

    Omissions.judge(story.history);

    assertThat(story.found()).contains(Kind.FORK_UNTOLD);
  }

  @Test
  void a_fork_with_a_reset_is_no_violation() {
    ReaderLedger reader = follow(notice("1.a"), state("2.b", "k"), state("3.c", "l"));
    reader.receive(delta(null, "2.x", state("2.x", "m")));
    reader.receive(delta("2.x", "3.y", state("3.y", "m")));

    Omissions.judge(story.history);

    assertThat(story.history.isForked()).isTrue();
    assertThat(story.history.resets()).isEqualTo(1);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void different_views_at_one_position_are_found() {
    follow(state("1.a", "k"), state("2.b", "l"));
    story.joined("late").receive(delta(null, "2.b", state("2.b", "l")));
    assertThat(story.found()).containsExactly(Kind.DIVERGED);
  }

  @Test
  void an_event_with_two_contents_is_found() {
    follow(state("1.a", set("k", 1, 1)));
    story.joined("other").receive(delta(START, "1.a", state("1.a", set("k", 1, 2))));
    assertThat(story.found()).contains(Kind.CHANGED);
  }

  @Test
  void an_event_that_differs_from_its_draft_is_found() {
    follow(state("1.a", set("k", 1, 1)));
    story.accept("1.a", set("k", 1, 2));
    assertThat(story.found()).containsExactly(Kind.CHANGED);
  }

  @Test
  void an_event_between_the_events_of_a_batch_is_found() {
    story.accept(List.of("1.a", "2.a"), List.of(set("k"), set("l")));
    reading("reader", "1.x").receive(delta("1.x", "2.a", state("2.a", "l")));
    assertThat(story.found()).contains(Kind.FORK_UNTOLD);
  }

  /** A reader that receives each of these events as it happens. */
  private ReaderLedger follow(Event... events) {
    ReaderLedger close = story.joined("close");
    String at = START;
    for (Event event : events) {
      String next = event.position().toString();
      close.receive(delta(at, next, event));
      at = next;
    }
    return close;
  }

  /** A reader at this position that holds these states. */
  private ReaderLedger reading(String name, String position, Event... states) {
    ReaderView view = new ReaderView();
    List.of(states).forEach(view::apply);
    ReaderLedger reader = story.reader(name);
    reader.returnTo(new ReaderLedger.ResumePoint(Position.parse(position), view));
    return reader;
  }
}
