package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.Events.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client as a bean of a Micronaut application. */
@Timeout(60)
class MicronautIT {
  private static Instance instance;

  @BeforeAll
  static void start() {
    instance = new Instance();
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @Test
  void publishesAndFollowsAndIsMeasured() {
    try (ApplicationContext context = application(instance.url())) {
      // Micrometer's registries live longer than a context.
      MeterRegistry meters = context.getBean(MeterRegistry.class);
      double before = meters.counter("fanfare.client.published").count();
      Fanfare fanfare = context.getBean(Fanfare.class);
      fanfare.publish(BOARD, state("a", 1)).ignoreElement().blockingAwait();
      Change first = fanfare.follow(BOARD).blockingFirst();
      assertThat(shown(first.view())).isEqualTo(Map.of("a", "1"));
      assertThat(shown(fanfare.view("a/b:c@d").blockingGet())).isEmpty();
      assertThat(meters.counter("fanfare.client.published").count()).isEqualTo(before + 1);
      assertThat(meters.timer("fanfare.client.publish").count()).isPositive();
      assertThat(meters.find("fanfare.client.retries").counter()).isNotNull();
      assertThat(meters.find("fanfare.client.failed").counter()).isNotNull();
      assertThat(health(context).getStatus()).isEqualTo(HealthStatus.UP);
    }
  }

  @Test
  void healthIsDownWithTheReasonWhileNoServerAnswers() {
    try (ApplicationContext context = application(URI.create("http://127.0.0.1:1"))) {
      HealthResult health = health(context);
      assertThat(health.getStatus()).isEqualTo(HealthStatus.DOWN);
      assertThat(health.getDetails()).asString().contains("127.0.0.1:1").contains("refused");
    }
  }

  @Test
  void sendsItsTokenAndEscapesTheTopicInThePath() {
    var stored = StubServer.Reply.of(200, "{\"positions\":[\"1.a\"]}");
    try (StubServer server = new StubServer(stored);
        ApplicationContext context =
            ApplicationContext.run(
                Map.of("fanfare.url", server.url().toString(), "fanfare.token", "secret"))) {
      Fanfare fanfare = context.getBean(Fanfare.class);
      assertThat(fanfare.publish("a/b:c@d", state("a", 1)).blockingGet().seq()).isEqualTo(1);
      assertThat(server.tokens()).containsExactly("Bearer secret");
      assertThat(server.paths()).containsExactly("/v1/topics/a%2Fb%3Ac%40d/events");
    }
  }

  @Test
  void noBeanExistsWithoutConfiguration() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertThat(context.containsBean(Fanfare.class)).isFalse();
    }
  }

  private static ApplicationContext application(URI url) {
    return ApplicationContext.run(
        Map.of("fanfare.url", url.toString(), "fanfare.request-timeout", "1s"));
  }

  private static HealthResult health(ApplicationContext context) {
    return Flowable.fromIterable(context.getBeansOfType(HealthIndicator.class))
        .concatMap(HealthIndicator::getResult)
        .filter(it -> it.getName().equals("fanfare"))
        .blockingFirst();
  }
}
