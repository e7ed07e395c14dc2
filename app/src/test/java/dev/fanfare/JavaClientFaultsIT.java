package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.client.Change;
import dev.fanfare.client.Drafts;
import dev.fanfare.client.Fanfare;
import dev.fanfare.client.Status;
import dev.fanfare.topic.Event;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java client against instances that are killed, stopped and restarted. */
final class JavaClientFaultsIT {
  private static final String HEARTBEAT = "-Dfanfare.heartbeat=1s";

  /** The watchdog takes two heartbeats; the rest is for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final Instances INSTANCES = new Instances();

  private static RedisServer redis;
  private static InstanceProcess other;

  private String topic;
  private InstanceProcess instance;
  private Fanfare publisher;
  private Fanfare fanfare;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    other = INSTANCES.start("other", HEARTBEAT, "--redis", redis.uri());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    instance = INSTANCES.start("faulty", HEARTBEAT, "--redis", redis.uri());
    publisher = Fanfare.connect(URI.create(other.url()));
    fanfare = Fanfare.connect(URI.create(instance.url()));
  }

  @AfterEach
  void close() {
    publisher.close();
    fanfare.close();
  }

  @Test
  @Tag("long")
  void killedAndRestartedOnRedisItGoesOnWithoutAReset() {
    TestSubscriber<Change> changes = follow();
    publish("a", 1);
    awaitView(changes, Map.of("a", "1"));
    instance.kill();
    await().atMost(SOON).until(() -> fanfare.status() instanceof Status.Waiting);
    publish("b", 2);
    INSTANCES.restart(instance, HEARTBEAT, "--redis", redis.uri());
    awaitView(changes, Map.of("a", "1", "b", "2"));
    assertToldOnce(changes, "a=1", "b=2");
  }

  @Test
  @Tag("long")
  void killedAndRestartedInMemoryTheChangesSayThatEventsMayBeMissed() {
    InstanceProcess alone = INSTANCES.start("alone", HEARTBEAT);
    try (Fanfare toAlone = Fanfare.connect(URI.create(alone.url()))) {
      TestSubscriber<Change> changes = toAlone.follow(topic).test();
      toAlone.publish(topic, Drafts.state("a", "1")).ignoreElement().blockingAwait();
      awaitView(changes, Map.of("a", "1"));
      int before = changes.values().size();
      alone.kill();
      await().atMost(SOON).until(() -> toAlone.status() instanceof Status.Waiting);
      INSTANCES.restart(alone, HEARTBEAT);
      toAlone.publish(topic, Drafts.state("b", "2")).ignoreElement().blockingAwait();
      awaitView(changes, Map.of("b", "2"));
      assertThat(changes.values().subList(before, changes.values().size()))
          .anyMatch(Change::missed);
    }
  }

  @Test
  @Tag("long")
  void followerWithoutEventsIsToldThatEventsMayBeMissed() {
    InstanceProcess alone = INSTANCES.start("alone", HEARTBEAT);
    try (Fanfare toAlone = Fanfare.connect(URI.create(alone.url()))) {
      TestSubscriber<Change> changes = toAlone.follow(topic).test();
      await().atMost(SOON).until(() -> !changes.values().isEmpty());
      alone.kill();
      await().atMost(SOON).until(() -> toAlone.status() instanceof Status.Waiting);
      INSTANCES.restart(alone, HEARTBEAT);
      await().atMost(SOON).until(() -> changes.values().size() > 1);
      toAlone.publish(topic, Drafts.state("a", "1")).ignoreElement().blockingAwait();
      awaitView(changes, Map.of("a", "1"));
      assertThat(changes.values()).extracting(Change::missed).containsExactly(false, true, false);
    }
  }

  @Test
  void aStoppedInstanceIsNoticedByItsSilenceAndMissedEventsComeOnce() {
    TestSubscriber<Change> changes = follow();
    publish("a", 1);
    awaitView(changes, Map.of("a", "1"));
    TestSubscriber<Status> statuses = fanfare.statuses().test();
    instance.pause();
    try {
      await()
          .atMost(SOON)
          .until(() -> reasons(statuses).anyMatch(it -> it.contains("nothing was heard for 2000")));
      publish("b", 2);
    } finally {
      instance.resume();
    }
    awaitView(changes, Map.of("a", "1", "b", "2"));
    publish("c", 3);
    awaitView(changes, Map.of("a", "1", "b", "2", "c", "3"));
    assertToldOnce(changes, "a=1", "b=2", "c=3");
  }

  @Test
  @Tag("long")
  void followerOfStoppedInstanceIsServedByAnotherOne() {
    try (Fanfare both = Fanfare.connect(URI.create(instance.url()), URI.create(other.url()))) {
      TestSubscriber<Change> changes = both.follow(topic).test();
      publish("a", 1);
      awaitView(changes, Map.of("a", "1"));
      instance.pause();
      publish("b", 2);
      awaitView(changes, Map.of("a", "1", "b", "2"));
      assertThat(both.status())
          .isInstanceOfSatisfying(
              Status.Open.class, open -> assertThat(open.instance()).isEqualTo("other"));
      assertToldOnce(changes, "a=1", "b=2");
    }
  }

  @Test
  @Tag("long")
  void changesSayThatTheStoreIsAwayUntilItIsBack() {
    TestSubscriber<Change> keptHere = follow();
    publish("a", 1);
    awaitView(keptHere, Map.of("a", "1"));
    redis.pause();
    try (Fanfare late = Fanfare.connect(URI.create(instance.url()))) {
      await().atMost(SOON).until(() -> !instance.isReady());
      TestSubscriber<Change> changes = late.follow(topic).test();
      awaitView(changes, Map.of("a", "1"));
      assertThat(changes.values().getLast().stale()).isTrue();
      redis.resume();
      await().atMost(SOON).until(() -> !changes.values().getLast().stale());
      assertThat(changes.values()).noneMatch(Change::missed);
      assertThat(keptHere.values()).noneMatch(Change::missed);
    } finally {
      redis.resume();
    }
  }

  private TestSubscriber<Change> follow() {
    TestSubscriber<Change> changes = fanfare.follow(topic).test();
    await().atMost(SOON).until(() -> !changes.values().isEmpty());
    return changes;
  }

  private void publish(String key, int value) {
    publisher
        .publish(topic, Drafts.state(key, String.valueOf(value)))
        .ignoreElement()
        .blockingAwait();
  }

  /** The reasons for which the client has waited, however briefly. */
  private static Stream<String> reasons(TestSubscriber<Status> statuses) {
    return statuses.values().stream()
        .filter(Status.Waiting.class::isInstance)
        .map(status -> ((Status.Waiting) status).reason());
  }

  private static void awaitView(TestSubscriber<Change> changes, Map<String, String> expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(changes.values()).isNotEmpty();
          assertThat(view(changes.values().getLast())).isEqualTo(expected);
        });
  }

  private static Map<String, String> view(Change change) {
    return change.view().values().stream()
        .collect(Collectors.toMap(it -> it.key().value(), it -> it.data().json()));
  }

  /** Every event came once and in order, nothing was missed, and no later change was a reset. */
  private static void assertToldOnce(TestSubscriber<Change> changes, String... events) {
    List<Change> all = changes.values();
    assertThat(all.stream().flatMap(it -> it.events().stream()).map(JavaClientFaultsIT::shown))
        .containsExactly(events);
    assertThat(all).noneMatch(Change::missed);
    assertThat(all.stream().skip(1)).noneMatch(Change::reset);
  }

  private static String shown(Event event) {
    return event instanceof Event.State set
        ? set.key() + "=" + set.data().json()
        : event.toString();
  }
}
