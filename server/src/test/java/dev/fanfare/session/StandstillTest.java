package dev.fanfare.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.session.Standstill.Written;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a reader that takes nothing has had enough time. */
final class StandstillTest {
  private static final long LIMIT = 1_000;
  private static final Object HEAD = Unpooled.wrappedBuffer(new byte[] {1});

  @ParameterizedTest
  @ValueSource(longs = {0, 77, -5_000, Long.MAX_VALUE - 500})
  void it_is_over_when_the_limit_is_reached_and_not_before(long start) {
    Standstill standstill = new Standstill(LIMIT, new Written(HEAD, 10), start);
    assertThat(standstill.isOver(new Written(HEAD, 10), start)).isFalse();
    assertThat(standstill.isOver(new Written(HEAD, 10), start + LIMIT - 1)).isFalse();
    assertThat(standstill.isOver(new Written(HEAD, 10), start + LIMIT)).isTrue();
    assertThat(standstill.isOver(new Written(HEAD, 10), start + LIMIT + 1)).isTrue();
  }

  @Test
  void a_single_byte_restarts_the_time() {
    Standstill standstill = new Standstill(LIMIT, new Written(HEAD, 10), 0);
    assertThat(standstill.isOver(new Written(HEAD, 11), LIMIT)).isFalse();
    assertThat(standstill.isOver(new Written(HEAD, 11), 2 * LIMIT - 1)).isFalse();
    assertThat(standstill.isOver(new Written(HEAD, 11), 2 * LIMIT)).isTrue();
  }

  @Test
  void another_first_buffer_is_progress_even_if_it_has_equal_bytes() {
    Standstill standstill = new Standstill(LIMIT, new Written(HEAD, 0), 0);
    Object next = Unpooled.wrappedBuffer(new byte[] {1});
    assertThat(next).isEqualTo(HEAD);
    assertThat(standstill.isOver(new Written(next, 0), LIMIT)).isFalse();
  }

  @Test
  void a_reader_that_takes_a_byte_just_in_time_is_never_over() {
    Standstill standstill = new Standstill(LIMIT, new Written(HEAD, 0), 0);
    for (long taken = 1; taken < 1_000; taken++) {
      assertThat(standstill.isOver(new Written(HEAD, taken), taken * (LIMIT - 1))).isFalse();
    }
  }
}
