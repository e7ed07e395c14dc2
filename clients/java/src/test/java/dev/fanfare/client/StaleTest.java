package dev.fanfare.client;

import static dev.fanfare.client.GreetingServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change is stale while the view may be out of date; a later change ends that. */
@Timeout(30)
class StaleTest {
  /** A state and not a notice: a busy follower may get a reset, which has no notices. */
  private static final String STATE =
      "{\"kind\":\"state\",\"id\":\"1.a\",\"at\":1,\"key\":\"k\",\"data\":1}";

  @Test
  void aChangeWithoutEventsEndsTheStaleness() {
    byte[] stale = delta("null", "\"1.a\"", ",\"reset\":true,\"stale\":true", "");
    byte[] current = delta("\"1.a\"", "\"1.a\"", "", "");
    List<Change> changes = told(stale, current);
    assertThat(changes).extracting(Change::stale).containsExactly(true, false);
    assertThat(changes).extracting(Change::reset).containsExactly(true, false);
    assertThat(changes.getLast().events()).isEmpty();
  }

  @Test
  void nothingIsMissedInAnEmptyTopic() {
    byte[] stale = delta("null", "null", ",\"reset\":true,\"stale\":true", "");
    byte[] current = delta("null", "null", "", "");
    List<Change> changes = told(stale, current);
    assertThat(changes).extracting(Change::stale).containsExactly(true, false);
    assertThat(changes).extracting(Change::missed).containsOnly(false);
    assertThat(changes).extracting(Change::reset).containsExactly(true, false);
  }

  @Test
  void anEventEndsTheStalenessAndIsDelivered() {
    byte[] empty = delta("null", "null", ",\"reset\":true,\"stale\":true", "");
    byte[] event = delta("null", "\"1.a\"", "", STATE);
    List<Change> changes = told(empty, event);
    assertThat(changes).extracting(Change::stale).containsExactly(true, false);
    assertThat(changes.getLast().events()).hasSize(1);
  }

  private static List<Change> told(byte[] first, byte[] second) {
    try (var server = new GreetingServer("fanfare.v1", GreetingServer.WELCOME, first, second);
        Fanfare fanfare = Fanfare.connect(server.url())) {
      var changes = fanfare.follow("t").test();
      changes.awaitCount(2);
      return List.copyOf(changes.values());
    }
  }

  private static byte[] delta(String from, String to, String stale, String events) {
    return text(
        "{\"type\":\"delta\",\"topic\":\"t\",\"from\":%s,\"to\":%s%s,\"events\":[%s]}"
            .formatted(from, to, stale, events));
  }
}
