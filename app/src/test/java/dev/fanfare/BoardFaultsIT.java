package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The browser's client in a real browser, on the board, against instances that are killed, stopped
 * and restarted. Alice's instance has the fault; Bob's works.
 */
final class BoardFaultsIT {
  private static final String HEARTBEAT = "-Dfanfare.heartbeat=1s";
  private static final double SOON_MILLIS = 30_000;

  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static RedisServer redis;
  private static InstanceProcess well;

  private InstanceProcess faulty;
  private BoardPage alice;
  private BoardPage bob;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    well = INSTANCES.start("well", HEARTBEAT, "--redis", redis.uri());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    faulty = INSTANCES.start("faulty", HEARTBEAT, "--redis", redis.uri());
    alice = CHROMIUM.open(faulty, "alice");
    bob = CHROMIUM.open(well, "bob");
  }

  @Test
  void killedAndRestartedOnRedisItGoesOnWithoutAReset() {
    // In a topic without events there is no position to go on from.
    bob.save("101", "Saved before");
    assertThat(alice.at("subtitle-101")).hasText("Saved before", soon());
    faulty.kill();
    assertThat(alice.at("status")).hasText("Reconnecting", soon());
    bob.save("101", "Saved while alice was away");
    INSTANCES.restart(faulty, HEARTBEAT, "--redis", redis.uri());

    assertThat(alice.at("subtitle-101")).hasText("Saved while alice was away", soon());
    assertThat(alice.at("status")).hasText("Live");
    assertThat(alice.at("stale-102")).isHidden();
  }

  @Test
  @Tag("long")
  void killedAndRestartedInMemoryEveryCardIsStale() {
    InstanceProcess alone = INSTANCES.start("alone", HEARTBEAT);
    BoardPage carol = CHROMIUM.open(alone, "carol");
    carol.comment("103", "Of this nothing will be left");
    alone.kill();
    assertThat(carol.at("status")).hasText("Reconnecting", soon());
    INSTANCES.restart(alone, HEARTBEAT);

    assertThat(carol.at("stale-102")).isVisible(visibleSoon());
    assertThat(carol.at("log")).containsText("Something may have been missed");
    carol.save("102", "It goes on");
  }

  @Test
  @Tag("long")
  void stoppedInstanceIsNoticedByItsSilenceAndMissedEventsComeAfterwards() {
    faulty.pause();
    try {
      assertThat(alice.at("log")).containsText("nothing was heard of the server", containsSoon());
      bob.save("104", "Saved while alice heard nothing");
      bob.comment("105", "Said while alice heard nothing");
    } finally {
      faulty.resume();
    }

    assertThat(alice.at("subtitle-104")).hasText("Saved while alice heard nothing", soon());
    assertThat(alice.at("stale-105")).isVisible(visibleSoon());
    assertThat(alice.at("stale-106")).isHidden();
  }

  @Test
  @Tag("long")
  void pageOfStoppedInstanceIsServedByAnotherOne() {
    BoardPage carol = CHROMIUM.open(faulty, "carol", well);
    faulty.pause();
    bob.save("107", "Seen at the other instance");

    assertThat(carol.at("subtitle-107")).hasText("Seen at the other instance", soon());
    assertThat(carol.at("instance")).hasText("well");
    assertThat(carol.at("stale-106")).isHidden();
  }

  @Test
  @Tag("long")
  void pageThatIsOpenedWhileTheStoreIsAwaySaysThatItMayBeOutOfDate() {
    alice.save("108", "Known to the instance");
    redis.pause();
    try {
      await().atMost(Duration.ofMillis((long) SOON_MILLIS)).until(() -> !faulty.isReady());
      BoardPage carol = CHROMIUM.open(faulty, "carol");
      assertThat(carol.at("subtitle-108")).hasText("Known to the instance", soon());
      assertThat(carol.at("doubt")).isVisible(visibleSoon());
      redis.resume();
      assertThat(carol.at("doubt")).isHidden(hiddenSoon());
      assertThat(carol.at("status")).hasText("Live");
    } finally {
      redis.resume();
    }
  }

  private static LocatorAssertions.HasTextOptions soon() {
    return new LocatorAssertions.HasTextOptions().setTimeout(SOON_MILLIS);
  }

  private static LocatorAssertions.ContainsTextOptions containsSoon() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(SOON_MILLIS);
  }

  private static LocatorAssertions.IsVisibleOptions visibleSoon() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(SOON_MILLIS);
  }

  private static LocatorAssertions.IsHiddenOptions hiddenSoon() {
    return new LocatorAssertions.IsHiddenOptions().setTimeout(SOON_MILLIS);
  }
}
