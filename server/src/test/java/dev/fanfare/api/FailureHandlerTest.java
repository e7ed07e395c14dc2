package dev.fanfare.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.Failures;
import io.micronaut.http.HttpRequest;
import java.io.EOFException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FailureHandlerTest {
  private final Metrics metrics = new Metrics();
  private final FailureHandler handler = new FailureHandler(new Failures(metrics));

  private int status(Throwable failure) {
    return handler.handle(HttpRequest.GET("/a"), failure).code();
  }

  @Test
  void a_client_that_leaves_during_its_request_is_no_bug_and_no_refusal() {
    status(new EOFException("the rest of the body"));
    assertThat(metrics.value(Metric.FAULTS)).isZero();
    assertThat(metrics.value(Metric.REFUSED)).isZero();
  }

  @Test
  void every_other_unexpected_failure_is_a_bug() {
    assertThat(status(new IllegalStateException())).isEqualTo(500);
    assertThat(status(new CompletionException(new AssertionError()))).isEqualTo(500);
    assertThat(metrics.value(Metric.FAULTS)).isEqualTo(2);
  }
}
