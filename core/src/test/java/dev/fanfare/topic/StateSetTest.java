package dev.fanfare.topic;

import static dev.fanfare.topic.Examples.at;
import static dev.fanfare.topic.Examples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link Event.State} and its time to live. */
class StateSetTest {
  private static final Data DATA = new Data("1");

  @Test
  void aTimeToLiveIsOneMillisecondToOneDay() {
    Duration longest = Event.State.MAX_TTL;
    assertThat(longest).hasMillis(86_400_000);
    refused(Duration.ofMillis(1).minusNanos(1));
    refused(Duration.ZERO);
    refused(Duration.ofMillis(-1));
    refused(longest.plusNanos(1));
    assertThat(set(Duration.ofMillis(1)).ttl()).hasMillis(1);
    assertThat(set(longest).ttl()).isEqualTo(longest);
    assertThat(set(null).ttl()).isNull();
  }

  private static Event.State set(@Nullable Duration ttl) {
    return new Event.State(new Stamp(at(1), 1_000, null), key("a"), DATA, ttl);
  }

  private static void refused(Duration ttl) {
    assertThatThrownBy(() -> set(ttl))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("ttl " + ttl + ": expected 1 ms to PT24H");
    assertThatThrownBy(() -> new Draft.State(null, key("a"), DATA, ttl))
        .isInstanceOf(InvalidValueException.class);
    assertThat(Event.State.isValidTtl(ttl)).isFalse();
  }
}
