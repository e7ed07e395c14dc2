package dev.fanfare.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of all {@link Metric}s of this instance. Safe for any thread. */
public final class Metrics {
  /** Not changed after the constructor. */
  private final Map<Metric, LongAdder> values = new EnumMap<>(Metric.class);

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

  /** Registers all metrics. */
  public void register(MeterRegistry registry) {
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
