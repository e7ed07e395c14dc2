package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FrameBudgetTest {
  private static final int BYTES = 100;

  private final List<ByteBuf> buffers = new ArrayList<>();
  private int overdrawn;
  private final FrameBudget budget = new FrameBudget(10 * BYTES, () -> overdrawn++);

  @AfterEach
  void release() {
    buffers.stream().filter(it -> it.refCnt() > 0).forEach(ByteBuf::release);
  }

  @Test
  void a_budget_is_overdrawn_only_past_its_limit() {
    add(10);
    assertThat(overdrawn).isZero();
    add(1);
    assertThat(overdrawn).isEqualTo(1);
    assertThat(budget.bytes()).isEqualTo(11L * BYTES);
  }

  @Test
  void buffers_that_were_taken_make_room() {
    add(10);
    buffers.subList(0, 5).forEach(ByteBuf::release);
    add(5);
    assertThat(overdrawn).isZero();
    assertThat(budget.bytes()).isEqualTo(10L * BYTES);
    add(1);
    assertThat(overdrawn).isEqualTo(1);
  }

  @Test
  void small_buffers_that_were_taken_are_not_kept() {
    FrameBudget large = new FrameBudget(Long.MAX_VALUE, () -> {});
    for (int i = 0; i < 10_000; i++) {
      ByteBuf buffer = Unpooled.directBuffer(BYTES);
      large.add(buffer);
      buffer.release();
    }
    assertThat(large.bytes()).isLessThan(100L * BYTES);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      ByteBuf buffer = Unpooled.directBuffer(BYTES);
      buffers.add(buffer);
      budget.add(buffer);
    }
  }
}
