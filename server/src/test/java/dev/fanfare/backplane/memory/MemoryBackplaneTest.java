package dev.fanfare.backplane.memory;

import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneContract;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on the memory backplane. All instances of a test are one object. */
final class MemoryBackplaneTest extends BackplaneContract {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  private final AtomicLong nowNanos = new AtomicLong();
  private final AtomicLong wallMillis = new AtomicLong(1_790_000_000_000L);
  private final Map<StoreLimits, Backplane> instances = new HashMap<>();

  @Override
  protected Backplane instance(StoreLimits limits) {
    var ids = new OperationIds(new SplittableRandom(1));
    var clock = new StoreClock(() -> Instant.ofEpochMilli(wallMillis.get()), nowNanos::get);
    return instances.computeIfAbsent(
        limits, _ -> new MemoryBackplane(limits, clock, ids, new Metrics()));
  }

  @Override
  protected void elapse(Duration time) {
    nowNanos.addAndGet(time.toNanos());
    wallMillis.addAndGet(time.toMillis());
  }

  /** A clock that is an hour ahead or late is corrected: the state keeps its time to live. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void a_wall_clock_that_is_corrected_neither_prolongs_state_nor_ends_it(long hours) {
    publish(state("k", "1", TTL));
    wallMillis.addAndGet(hours * HOUR_MILLIS);
    elapse(TTL.minusMillis(1));
    assertThat(get(backplane.sweep(topic))).hasValue(1);
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("1");
    elapse(Duration.ofMillis(1));
    assertThat(get(backplane.sweep(topic))).isEmpty();
    assertThat(get(backplane.open(topic)).state()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-30, 30})
  void a_wall_clock_that_is_corrected_does_not_change_other_time_limits(long hours) {
    StoreLimits limits = StoreLimits.DEFAULT;
    var first = publishOnce("k", stateBy("alice", "k", "1"));
    wallMillis.addAndGet(hours * HOUR_MILLIS);
    assertThat(stored(publishOnce("k", stateBy("alice", "k", "1")))).isEqualTo(first);
    ((MemoryBackplane) backplane).dropIdle();
    assertThat(get(backplane.latest(topic, new User("alice")))).isPresent();
    elapse(limits.idempotency());
    assertThat(publishOnce("k", notice("1"))).isNotEqualTo(first);
    elapse(limits.idle());
    ((MemoryBackplane) backplane).dropIdle();
    assertThat(get(backplane.open(topic)).head()).isEqualTo(Position.START);
  }

  @Test
  void order_needs_no_clock_and_events_show_the_wall_clock_unchanged() {
    Ear ear = follow(backplane);
    publish(state("k", "1"));
    wallMillis.addAndGet(-HOUR_MILLIS);
    publish(state("k", "2"));
    ear.awaitHead(publish(state("k", "3"))).heardOneChain();
    assertThat(ear.events()).extracting(Event::atMillis).last().isEqualTo(wallMillis.get());
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("3");
  }
}
