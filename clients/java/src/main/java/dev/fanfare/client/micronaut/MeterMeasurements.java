package dev.fanfare.client.micronaut;

import dev.fanfare.client.Measurements;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The outcomes of publishes as meters. */
@Singleton
@Requires(property = "fanfare.url")
@Requires(beans = MeterRegistry.class)
final class MeterMeasurements implements Measurements {
  private final Counter published;
  private final Counter failed;
  private final Counter retries;
  private final Timer latency;

  MeterMeasurements(MeterRegistry meters) {
    published =
        Counter.builder("fanfare.client.published")
            .description("Events that were stored")
            .register(meters);
    failed =
        Counter.builder("fanfare.client.failed")
            .description("Events that were refused, or whose outcome is not known")
            .register(meters);
    retries =
        Counter.builder("fanfare.client.retries")
            .description("Requests that were tried again")
            .register(meters);
    latency =
        Timer.builder("fanfare.client.publish")
            .description("From when an event gets under way to its answer, all tries included")
            .register(meters);
  }

  @Override
  public void published(int events, Duration took) {
    published.increment(events);
    latency.record(took);
  }

  @Override
  public void failed(int events) {
    failed.increment(events);
  }

  @Override
  public void retried() {
    retries.increment();
  }
}
