package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricsTest {
  private final Metrics metrics = new Metrics();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @EnumSource
  void every_metric_is_shown_in_the_registry_with_its_value(Metric metric) {
    metrics.register(registry);
    metrics.add(metric, 7);
    metrics.increment(metric);
    metrics.decrement(metric);
    Meter meter = registry.get(metric.meter()).meter();
    assertThat(meter.measure().iterator().next().getValue()).isEqualTo(7);
    assertThat(meter.getId().getDescription()).isNotBlank();
    assertThat(metrics.value(metric)).isEqualTo(7);
  }

  @Test
  void no_two_metrics_have_the_same_name() {
    metrics.register(registry);
    List<String> names =
        Stream.concat(
                Arrays.stream(Metric.values()).map(Metric::meter),
                Arrays.stream(Timing.values()).map(Timing::meter))
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .containsAll(names);
  }
}
