package dev.fanfare.metrics;

import dev.fanfare.protocol.CloseCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** The values of all {@link Metric}s of this instance. Safe for any thread. */
public final class Metrics {
  /** The upper bounds of the buckets of a {@link Timing}; longer times are in one more bucket. */
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** Not changed after the constructor. */
  private final Map<Metric, LongAdder> values = new EnumMap<>(Metric.class);

  private final ClosedSockets closed =
      new ClosedSockets(Arrays.stream(CloseCode.values()).map(CloseCode::code));

  /** Empty until {@link #register}: nothing is measured before. */
  private volatile Map<Timing, Timer> timers = Map.of();

  public Metrics() {
    for (Metric metric : Metric.values()) {
      values.put(metric, new LongAdder());
    }
  }

  public void increment(Metric metric) {
    of(metric).increment();
  }

  public void decrement(Metric metric) {
    of(metric).decrement();
  }

  public void add(Metric metric, long count) {
    of(metric).add(count);
  }

  public long value(Metric metric) {
    return of(metric).sum();
  }

  /** The sessions that have ended. */
  public ClosedSockets closed() {
    return closed;
  }

  /** Something took this long. */
  public void record(Timing timing, long nanos) {
    Timer timer = timers.get(timing);
    if (timer != null) {
      timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
  }

  /** Registers all metrics. */
  public void register(MeterRegistry registry) {
    closed.register(registry);
    Map<Timing, Timer> all = new EnumMap<>(Timing.class);
    for (Timing timing : Timing.values()) {
      all.put(
          timing,
          Timer.builder(timing.meter())
              .description(timing.description())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
    timers = all;
    values.forEach((metric, value) -> {
      switch (metric.form()) {
        case COUNTER ->
            FunctionCounter.builder(metric.meter(), value, LongAdder::sum)
                .description(metric.description())
                .register(registry);
        case GAUGE ->
            Gauge.builder(metric.meter(), value, LongAdder::sum)
                .description(metric.description())
                .register(registry);
      }
    });
  }

  private LongAdder of(Metric metric) {
    return Objects.requireNonNull(values.get(metric), "every metric has a value");
  }
}
