package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WhereaboutsTest {
  private final Whereabouts whereabouts = new Whereabouts();

  @Test
  void a_topic_begins_without_a_connection() {
    assertThat(whereabouts.at()).isNull();
    assertThat(whereabouts.isConfirmed()).isFalse();
  }

  @Test
  void a_move_takes_the_confirmation_back() {
    whereabouts.confirm();
    assertThat(whereabouts.isConfirmed()).isTrue();
    whereabouts.moveTo(null);
    assertThat(whereabouts.isConfirmed()).isFalse();
  }

  @Test
  void a_head_is_overdue_at_the_second_beat_in_doubt() {
    assertThat(whereabouts.isOverdue(true)).isFalse();
    assertThat(whereabouts.isOverdue(true)).isTrue();
    assertThat(whereabouts.isOverdue(true)).isTrue();
    assertThat(whereabouts.isOverdue(false)).isFalse();
    assertThat(whereabouts.isOverdue(true)).isFalse();
  }
}
