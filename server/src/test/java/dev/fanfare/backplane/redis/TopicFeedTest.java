package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.Ear;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which head a listener receives, when messages and heads arrive on different connections. */
final class TopicFeedTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final TopicFeed feed = new TopicFeed();
  private final Ear ear = new Ear();

  TopicFeedTest() {
    feed.add(new TopicFeed.ListenerEntry(ear));
  }

  @Test
  void the_first_head_goes_to_listeners_whatever_it_is() {
    assertThat(head(feed.ask(), at(7))).isFalse();
    assertThat(ear.heads()).containsExactly(at(7));
    assertThat(feed.isInDoubt()).isFalse();
  }

  @Test
  void a_message_during_the_read_of_the_head_takes_its_place() {
    HeadRule.Asked asked = feed.ask();
    tell(7, 8);
    head(asked, at(7));
    assertThat(ear.heads()).containsExactly(at(8));
    tell(8, 9);
    assertThat(ear.told()).extracting(Delta::to).containsExactly(at(9));
  }

  @Test
  void a_head_that_was_asked_for_before_the_doubt_does_not_end_it() {
    HeadRule.Asked early = feed.ask();
    feed.doubt();
    head(early, at(7));
    assertThat(feed.isInDoubt()).isTrue();
    head(feed.ask(), at(8));
    assertThat(feed.isInDoubt()).isFalse();
  }

  @Test
  void a_head_that_is_ahead_waits_for_its_message() {
    follow(at(7));
    assertThat(head(feed.ask(), at(8))).isFalse();
    assertThat(ear.followings()).isEqualTo(1);
    tell(7, 8);
    assertThat(head(feed.ask(), at(8))).isFalse();
    assertThat(ear.heads()).containsExactly(at(7), at(8));
  }

  @Test
  void a_head_that_stays_ahead_without_a_message_needs_a_new_connection() {
    follow(at(7));
    assertThat(head(feed.ask(), at(8))).isFalse();
    assertThat(head(feed.ask(), at(9))).isTrue();
    assertThat(ear.heads().getLast()).isEqualTo(at(9));
    assertThat(head(feed.ask(), at(9))).isFalse();
  }

  @Test
  void a_late_message_needs_no_new_connection() {
    follow(at(7));
    assertThat(head(feed.ask(), at(20))).isFalse();
    tell(7, 8);
    assertThat(head(feed.ask(), at(20))).isFalse();
    tell(8, 20);
    assertThat(head(feed.ask(), at(20))).isFalse();
  }

  @Test
  void the_head_of_a_store_that_has_lost_events_goes_to_listeners_at_once() {
    follow(at(7));
    for (Position head : List.of(at(3), Position.START)) {
      assertThat(head(feed.ask(), head)).isFalse();
      assertThat(ear.heads().getLast()).isEqualTo(head);
    }
  }

  @Test
  void a_listener_receives_nothing_before_its_first_head() {
    tell(7, 8);
    assertThat(ear.told()).isEmpty();
  }

  private void follow(Position head) {
    head(feed.ask(), head);
  }

  private boolean head(HeadRule.Asked asked, Position head) {
    return feed.onHead(asked, head);
  }

  private void tell(long from, long to) {
    Event.Notice notice = new Event.Notice(new Stamp(at(to), 1, null), null, new Data("1"));
    feed.onAppended(new Delta(TOPIC, at(from), at(to), List.of(notice)));
  }

  private static Position at(long seq) {
    return new Position(seq, "id" + seq);
  }
}
