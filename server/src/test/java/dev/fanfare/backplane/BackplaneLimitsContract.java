package dev.fanfare.backplane;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backplane promises about expiry and limits. */
public abstract class BackplaneLimitsContract extends BackplaneFixture {
  protected static final Duration TTL = Duration.ofMillis(50);
  private static final Duration HOUR = Duration.ofHours(1);

  // Expiry

  @Test
  void expired_state_becomes_one_event_however_many_instances_sweep() {
    Backplane other = instance(StoreLimits.DEFAULT);
    Ear here = follow(backplane);
    Ear there = follow(other);
    for (int i = 0; i < 20; i++) {
      publish(state("k" + i, "1", TTL));
    }
    await()
        .until(() -> {
          elapse(Duration.ofMillis(5));
          var swept = List.of(backplane.sweep(topic), other.sweep(topic));
          return swept.stream().allMatch(stage -> get(stage).isEmpty());
        });
    Position head = head();
    assertThat(head.seq()).isEqualTo(40);
    here.awaitHead(head).heardOneChain();
    there.awaitHead(head).heardOneChain();
    assertThat(here.events().stream().filter(Event.Gone.class::isInstance))
        .hasSize(20)
        .allMatch(event -> ((Event.Gone) event).reason() == Event.Gone.Reason.EXPIRED)
        .extracting(Event::key)
        .doesNotHaveDuplicates();
    assertThat(there.events()).isEqualTo(here.events());
  }

  @Test
  void expired_state_is_never_read_swept_or_not() {
    Position head = stored(publishAll(state("short \"\\ ä", "1", TTL), state("long", "2"))).last();
    elapse(TTL);
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("2");
    Delta since = get(backplane.since(topic, head));
    assertThat(since.events()).singleElement().isInstanceOf(Event.Gone.class);
    assertThat(since.events().getFirst().key()).isEqualTo(new Key("short \"\\ ä"));
    assertThat(values(get(backplane.since(topic, null)).events())).containsExactly("2");
  }

  @Test
  void readers_and_publishers_never_see_expired_state_that_needs_several_sweeps() {
    var drafts = IntStream.range(0, 250).mapToObj(i -> state("k" + i, "1", TTL)).toList();
    get(backplane.publish(new Publication(topic, drafts, null)));
    elapse(TTL);
    Position next = publish(state("k7", "2"));
    assertThat(next.seq()).isEqualTo(501);
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("2");
  }

  @Test
  void a_sweep_returns_the_time_until_the_next_state_expires() {
    assertThat(get(backplane.sweep(topic))).isEmpty();
    publish(state("a", "1", HOUR));
    publish(state("b", "1", HOUR.multipliedBy(2)));
    assertThat(get(backplane.sweep(topic)).orElseThrow())
        .isBetween(HOUR.toMillis() - 10_000, HOUR.toMillis());
  }

  @Test
  void renewed_state_lives_for_its_new_ttl() {
    publish(state("k", "1", TTL));
    Position renewed = publish(state("k", "2", HOUR));
    elapse(TTL);
    assertThat(get(backplane.sweep(topic)).orElseThrow()).isGreaterThan(TTL.toMillis());
    assertThat(head()).isEqualTo(renewed);
  }

  @Test
  void state_without_a_ttl_replaces_state_with_one_and_does_not_expire() {
    publish(state("k", "1", TTL));
    Position head = publish(state("k", "2"));
    elapse(TTL);
    assertThat(get(backplane.sweep(topic))).isEmpty();
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void cleared_state_does_not_expire() {
    publish(state("k", "1", TTL));
    Position head = publish(gone("k"));
    elapse(TTL);
    assertThat(get(backplane.sweep(topic))).isEmpty();
    assertThat(head()).isEqualTo(head);
  }

  // Room for state

  @Test
  void a_publication_with_too_many_keys_is_refused_and_nothing_is_stored() {
    backplane = limited(new TopicLimits(100, 1 << 20, HOUR, 3, 1 << 20));
    Position head = stored(publishAll(state("a", "1"), state("b", "1"))).last();
    assertThat(publishAll(notice("1"), state("a", "2"), state("c", "1"), state("d", "1")))
        .isEqualTo(new PublishResult.Full("a topic holds the state of at most 3 keys"));
    assertThat(get(backplane.since(topic, head)).isEmpty()).isTrue();
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("1", "1");
    stored(publishAll(gone("a"), state("c", "1"), state("d", "1")));
    stored(publishAll(state("d", "2"), notice("1")));
  }

  @Test
  void a_publication_with_too_many_bytes_is_refused_and_nothing_is_stored() {
    backplane = limited(new TopicLimits(100, 1 << 20, HOUR, 100, 5_000));
    String large = "\"" + "x".repeat(2_000) + "\"";
    Position head = stored(publishAll(state("a", large), state("b", large))).last();
    assertThat(publishAll(state("a", "1"), state("c", large), state("d", large)))
        .isEqualTo(new PublishResult.Full("a topic holds at most 5000 bytes of state"));
    assertThat(get(backplane.since(topic, head)).isEmpty()).isTrue();
    stored(publishAll(state("a", "1"), state("c", large)));
    assertThat(publishAll(state("d", large))).isInstanceOf(PublishResult.Full.class);
    stored(publishAll(notice(large)));
  }

  @Test
  void replaced_and_cleared_state_takes_no_room() {
    backplane = limited(new TopicLimits(100, 1 << 20, HOUR, 2, 5_000));
    String large = "\"" + "x".repeat(2_000) + "\"";
    for (int i = 0; i < 5; i++) {
      stored(publishAll(state("a", large)));
      stored(publishAll(state("b" + i, large)));
      stored(publishAll(gone("b" + i)));
    }
    stored(publishAll(state("a", "1"), state("b", large), state("a", "2"), state("b", "3")));
    stored(publishAll(state("c", large), gone("c"), state("d", large), gone("d"), gone("d")));
    assertThat(publishAll(gone("a"), state("a", "1"), gone("none"), state("c", "1")))
        .isInstanceOf(PublishResult.Full.class);
  }

  @Test
  void expired_state_takes_no_room() {
    backplane = limited(new TopicLimits(100, 1 << 20, HOUR, 1, 1 << 20));
    publish(state("a", "1", TTL));
    elapse(TTL);
    stored(publishAll(state("b", "1")));
  }

  @Test
  void an_idempotency_key_does_not_remember_a_refusal() {
    backplane = limited(new TopicLimits(100, 1 << 20, HOUR, 1, 1 << 20));
    publish(state("a", "1"));
    assertThat(publishOnce("k", state("b", "1"))).isInstanceOf(PublishResult.Full.class);
    publish(gone("a"));
    stored(publishOnce("k", state("b", "1")));
  }

  // Room in the log

  @Test
  void the_log_holds_at_most_its_limit_of_events() {
    backplane = limited(new TopicLimits(5, 1 << 20, HOUR, 100, 1 << 20));
    IntStream.range(0, 12).forEach(i -> publish(notice(String.valueOf(i))));
    logLeadsOnFrom(6);
  }

  @Test
  void the_log_holds_at_most_its_limit_of_bytes() {
    backplane = limited(new TopicLimits(1_000, 5_000, HOUR, 100, 1 << 20));
    String json = "\"" + "x".repeat(1_000) + "\"";
    IntStream.range(0, 12).forEach(i -> publish(notice(json)));
    logLeadsOnFrom(7);
  }

  @Test
  void the_log_drops_events_older_than_its_limit() {
    backplane = limited(new TopicLimits(1_000, 1 << 20, Duration.ofMillis(200), 100, 1 << 20));
    IntStream.range(0, 5).forEach(i -> publish(notice(String.valueOf(i))));
    elapse(Duration.ofMillis(250));
    publish(notice("5"));
    logLeadsOnFrom(4);
  }

  @Test
  void the_newest_event_stays_in_the_log_however_large() {
    backplane = limited(new TopicLimits(1_000, 500, HOUR, 100, 1 << 20));
    publish(notice("1"));
    Position large = publish(notice("\"" + "x".repeat(1_000) + "\""));
    assertThat(get(backplane.since(topic, positions.get(0))).events())
        .extracting(Event::position)
        .containsExactly(large);
  }

  /** A read from a position before this index gets a reset, a read from any other does not. */
  private void logLeadsOnFrom(int first) {
    for (int i = 0; i < positions.size(); i++) {
      Delta since = get(backplane.since(topic, positions.get(i)));
      assertThat(since.isReset()).as("reset from the event with index %d", i).isEqualTo(i < first);
      assertThat(since.events()).hasSize(i < first ? 0 : positions.size() - 1 - i);
    }
  }

  private Backplane limited(TopicLimits limits) {
    return instance(new StoreLimits(limits, 100, Duration.ofHours(1), Duration.ofMinutes(2)));
  }
}
