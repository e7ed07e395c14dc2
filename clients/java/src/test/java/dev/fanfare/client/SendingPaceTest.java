package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendingPaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void halfTheBurstOfTheServerGoesOutAtOnce() {
    SendingPace pace = new SendingPace(50, 256, 0);
    assertThat(sentAt(pace, 0)).isEqualTo(128);
    assertThat(pace.waitFrom(0)).isPositive();
  }

  @Test
  void afterTheBurstTheRateIsALittleBelowTheServers() {
    SendingPace pace = new SendingPace(50, 10, 0);
    sentAt(pace, 0);
    int sent = 0;
    for (long now = 0; now < 10 * SECOND; now += pace.waitFrom(now).toNanos()) {
      sent += sentAt(pace, now);
    }
    assertThat(sent).isBetween(445, 450);
  }

  @Test
  void aMessageCanBeSentWhenItsWaitIsOver() {
    SendingPace pace = new SendingPace(3, 2, 5);
    sentAt(pace, 5);
    long due = 5 + pace.waitFrom(5).toNanos();
    assertThat(pace.waitFrom(due - 10)).isPositive();
    assertThat(pace.waitFrom(due)).isZero();
  }

  @Test
  void aMessageThatDidNotWaitMakesTheOthersWait() {
    SendingPace pace = new SendingPace(1, 1, 0);
    pace.spend();
    pace.spend();
    assertThat(pace.waitFrom(0)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void aRestDoesNotFillTheBucketBeyondTheBurst() {
    SendingPace pace = new SendingPace(50, 10, 0);
    assertThat(sentAt(pace, 100 * SECOND)).isEqualTo(5);
  }

  private static int sentAt(SendingPace pace, long nowNanos) {
    int sent = 0;
    while (pace.waitFrom(nowNanos).isZero()) {
      pace.spend();
      sent++;
    }
    return sent;
  }
}
