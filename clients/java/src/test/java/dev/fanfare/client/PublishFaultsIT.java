package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.Events.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.client.FanfareException.Reason;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After any fault the event is stored once, or an error says what is known. */
@Timeout(60)
class PublishFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(1);
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
  void anEventIsStoredOnceIfItsRequestIsCut() {
    try (var proxy = new CuttingProxy(instance.url());
        Fanfare fanfare = Fanfare.connect(proxy.url())) {
      proxy.cutBeforeTheServer(2);
      Position stored = fanfare.publish("cut:before", state("a", 1)).blockingGet();
      assertThat(proxy.cuts()).isEqualTo(2);
      assertThat(stored.seq()).isEqualTo(1);
      assertThat(next(fanfare, "cut:before")).isEqualTo(2);
    }
  }

  @Test
  void anEventIsStoredOnceIfItsAnswerIsCut() {
    try (var proxy = new CuttingProxy(instance.url());
        Fanfare fanfare = Fanfare.connect(proxy.url())) {
      proxy.cutBehindTheServer(2);
      Position stored = fanfare.publish("cut:after", state("a", 1)).blockingGet();
      assertThat(proxy.cuts()).isEqualTo(2);
      assertThat(stored.seq()).isEqualTo(1);
      assertThat(next(fanfare, "cut:after")).isEqualTo(2);
    }
  }

  @Test
  void aPublishWithoutAnAnswerFailsWithOutcomeUnknown() {
    try (var proxy = new CuttingProxy(instance.url());
        Fanfare fanfare = impatient(proxy.url())) {
      proxy.cutBehindTheServer(Integer.MAX_VALUE);
      FanfareException known = failure(fanfare, state("a", 1));
      assertThat(known.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
      assertThat(known).hasMessageContaining("may or may not be stored");
    }
  }

  @Test
  void aPublishThatReachedNoServerFailsWithNotSent() {
    try (Fanfare fanfare = impatient(URI.create("http://127.0.0.1:1"))) {
      FanfareException known = failure(fanfare, state("a", 1));
      assertThat(known.reason()).isEqualTo(Reason.NOT_SENT);
      assertThat(known).hasMessageContaining("127.0.0.1:1").hasMessageContaining("refused");
    }
  }

  @Test
  void anInstanceThatComesBackReceivesTheWaitingEvents() {
    try (Instance other = new Instance();
        Fanfare fanfare = Fanfare.connect(other.url())) {
      other.kill();
      var published = fanfare.publish(BOARD, state("a", 1)).test();
      other.restart();
      await().atMost(Duration.ofSeconds(10)).until(() -> !published.values().isEmpty());
      assertThat(shown(fanfare.view(BOARD).blockingGet())).isEqualTo(Map.of("a", "1"));
    }
  }

  @Test
  void theNextServerIsUsedWhenOneIsAway() {
    try (Fanfare fanfare = Fanfare.connect(URI.create("http://127.0.0.1:1"), instance.url())) {
      Position stored = fanfare.publish("next:server", state("a", 1)).blockingGet();
      assertThat(stored.seq()).isEqualTo(1);
    }
  }

  private static long next(Fanfare fanfare, String topic) {
    return fanfare.publish(topic, state("b", 2)).blockingGet().seq();
  }

  private static Fanfare impatient(URI server) {
    return Fanfare.connect(
        FanfareOptions.of(server).withLimits(PublishLimits.DEFAULT.withDeadline(SOON)));
  }

  private static FanfareException failure(Fanfare fanfare, Draft draft) {
    return Failures.of(fanfare.publish(new TopicName("lost"), draft));
  }
}
