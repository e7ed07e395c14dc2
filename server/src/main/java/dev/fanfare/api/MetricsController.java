package dev.fanfare.api;

import io.micronaut.configuration.metrics.micrometer.prometheus.management.PrometheusEndpoint;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;

/** The metrics under the path that Prometheus asks by default; {@code /prometheus} is the same. */
@Hidden
@Controller("/metrics")
final class MetricsController {
  private final PrometheusEndpoint endpoint;

  MetricsController(PrometheusEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Get
  @Produces("text/plain; version=0.0.4")
  String scrape() {
    return endpoint.scrape();
  }
}
