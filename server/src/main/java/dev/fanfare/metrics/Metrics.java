package dev.fanfare.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The values of all {@link Metric}s of this instance. Safe for any thread. */
public final class Metrics {
  private final LongAdder[] values =
      Stream.of(Metric.values()).map(_ -> new LongAdder()).toArray(LongAdder[]::new);

  public void increment(Metric metric) {
    add(metric, 1);
  }

  public void decrement(Metric metric) {
    add(metric, -1);
  }

  public void add(Metric metric, long count) {
    values[metric.ordinal()].add(count);
  }

  public long value(Metric metric) {
    return values[metric.ordinal()].sum();
  }

  /** Shows all of them in the registry. */
  public void register(MeterRegistry registry) {
    for (Metric metric : Metric.values()) {
      LongAdder value = values[metric.ordinal()];
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
    }
  }
}
