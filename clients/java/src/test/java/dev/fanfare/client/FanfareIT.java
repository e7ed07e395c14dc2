package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.gone;
import static dev.fanfare.client.Events.notice;
import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.Events.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tour: publish, follow, view, against a real instance. */
@Timeout(60)
class FanfareIT {
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
  void aFollowerGetsTheViewAndThenEveryChange() {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      fanfare.publish(BOARD, state("a", 1)).ignoreElement().blockingAwait();
      var board = fanfare.follow(BOARD).test();
      board.awaitCount(1);
      fanfare.publishAll(BOARD, List.of(state("b", 2), gone("a"))).ignoreElement().blockingAwait();
      fanfare.publish(BOARD, notice("\"hello\"")).ignoreElement().blockingAwait();
      board.awaitCount(3);
      assertThat(board.values())
          .extracting(change -> shown(change.events()))
          .containsExactly(List.of("a=1"), List.of("b=2", "-a"), List.of("!\"hello\""));
      assertThat(board.values())
          .extracting(change -> shown(change.view()))
          .containsExactly(Map.of("a", "1"), Map.of("b", "2"), Map.of("b", "2"));
      assertThat(board.values()).extracting(Change::reset).containsExactly(true, false, false);
      assertThat(board.values()).extracting(Change::missed).containsOnly(false);
    }
  }

  @Test
  void aViewNeedsNoFollower() {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      List<Position> positions =
          fanfare
              .publishAll("cards/of:me@home", List.of(state("x", "{}"), state("y", "[]")))
              .blockingGet();
      assertThat(positions).extracting(Position::seq).containsExactly(1L, 2L);
      assertThat(shown(fanfare.view("cards/of:me@home").blockingGet()))
          .isEqualTo(Map.of("x", "{}", "y", "[]"));
      fanfare.check().blockingAwait();
    }
  }
}
