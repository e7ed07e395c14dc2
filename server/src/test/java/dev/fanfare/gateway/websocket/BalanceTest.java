package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.websocket.Balance.Load;
import org.junit.jupiter.api.Test;

/** When sessions are carried by fewer loops, and when by more. */
final class BalanceTest {
  /** Two loops and a neighbour on two cores: measured so. */
  private static final Load CROWDED = new Load(0.95, 0.60, 0.28);

  /** What became of that on one loop. */
  private static final Load ALONE = new Load(1.02, 0.10, 0.15);

  /** Both cores for us, and both used. */
  private static final Load FREE = new Load(1.90, 0.15, 0.0);

  /** One loop has all it can do, and a core does nothing. */
  private static final Load OUTGROWN = new Load(0.98, 0.02, 0.90);

  private static final Load QUIET = new Load(0.05, 0.03, 1.10);

  private final Balance balance = new Balance(2);

  @Test
  void loops_that_wait_for_each_other_become_fewer_after_some_periods() {
    assertThat(after(Balance.PERIODS - 1, CROWDED)).isEqualTo(2);
    assertThat(balance.next(CROWDED)).isEqualTo(1);
    assertThat(after(100, CROWDED)).isEqualTo(1);
  }

  @Test
  void what_is_over_before_that_changes_nothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(after(Balance.PERIODS - 1, CROWDED)).isEqualTo(2);
      assertThat(balance.next(FREE)).isEqualTo(2);
    }
  }

  @Test
  void loops_that_use_the_cores_they_have_stay() {
    assertThat(after(100, FREE)).isEqualTo(2);
  }

  @Test
  void loops_with_little_to_do_stay_however_long_they_wait() {
    assertThat(after(100, new Load(0.2, 0.7, 0.1))).isEqualTo(2);
    assertThat(after(100, QUIET)).isEqualTo(2);
  }

  @Test
  void one_that_is_busy_alone_stays_alone_as_long_as_no_core_is_idle() {
    after(Balance.PERIODS, CROWDED);
    assertThat(after(1_000, ALONE)).isEqualTo(1);
  }

  @Test
  void one_that_is_busy_beside_an_idle_core_becomes_more_after_a_pause() {
    after(Balance.PERIODS, CROWDED);
    assertThat(after(Balance.PAUSE_PERIODS - 1, OUTGROWN)).isEqualTo(1);
    assertThat(balance.next(OUTGROWN)).isEqualTo(2);
    assertThat(after(100, OUTGROWN)).isEqualTo(2);
  }

  @Test
  void one_that_is_not_busy_stays_alone() {
    after(Balance.PERIODS, CROWDED);
    assertThat(after(1_000, QUIET)).isEqualTo(1);
  }

  @Test
  void many_loops_become_as_many_as_there_are_cores_left() {
    Balance many = new Balance(8);
    for (int i = 0; i < 100; i++) {
      int loops = many.carrying();
      double waiting = Math.max(0, 0.9 * loops - 5);
      many.next(new Load(Math.min(5, 0.9 * loops), waiting, 0));
    }
    assertThat(many.carrying()).isEqualTo(6);
  }

  private int after(int periods, Load load) {
    for (int i = 0; i < periods; i++) {
      balance.next(load);
    }
    return balance.carrying();
  }
}
