package dev.fanfare.examples.cards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.BoardPage;
import dev.fanfare.Chromium;
import dev.fanfare.InstanceProcess;
import dev.fanfare.Instances;
import dev.fanfare.client.Change;
import dev.fanfare.client.Fanfare;
import dev.fanfare.topic.Event;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service with its database, a real Fanfare, and a browser that shows the board. */
@Timeout(120)
class CardsIT {
  @RegisterExtension static final Instances INSTANCES = new Instances();
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static InstanceProcess fanfare;

  private EmbeddedServer service;
  private Cards cards;
  private TransactionOperations<Connection> transactions;

  @BeforeAll
  static void startFanfare() {
    fanfare = INSTANCES.start("fanfare");
  }

  @BeforeEach
  @SuppressWarnings("unchecked") // There is one kind of transactions.
  void start() {
    service = service(fanfare.url());
    ApplicationContext context = service.getApplicationContext();
    cards = context.getBean(Cards.class);
    transactions = context.getBean(TransactionOperations.class);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void committedChangesAreSeenInTheirOrderAndRolledBackOnesNever() {
    Fanfare client = service.getApplicationContext().getBean(Fanfare.class);
    TestSubscriber<Change> saved = client.follow(Announcer.SAVED).test();
    saved.awaitCount(1);

    cards.put(new Card("1", "committed first", "todo"));
    transactions.executeWrite(undone -> {
      cards.put(new Card("1", "rolled back", "done"));
      cards.put(new Card("2", "rolled back", "done"));
      undone.setRollbackOnly();
      return null;
    });
    transactions.executeWrite(both -> {
      cards.put(new Card("3", "committed together", "doing"));
      cards.put(new Card("4", "committed together", "doing"));
      return null;
    });

    await().until(() -> published(saved.values()).size() >= 3);
    assertThat(published(saved.values()))
        .containsExactly(
            "1 {\"subtitle\":\"committed first\",\"column\":\"todo\"}",
            "3 {\"subtitle\":\"committed together\",\"column\":\"doing\"}",
            "4 {\"subtitle\":\"committed together\",\"column\":\"doing\"}");
    assertThat(cards.find("2")).isEmpty();
  }

  @Test
  void nothingIsPublishedBeforeTheCommit() {
    Fanfare client = service.getApplicationContext().getBean(Fanfare.class);
    TestSubscriber<Change> told = client.follow(Announcer.TOLD).test();
    told.awaitCount(1);

    transactions.executeWrite(open -> {
      cards.put(new Card("9", "not yet", "todo"));
      cards.find("9");
      // Another event of the topic. If the notice had been sent already, it would come first.
      fanfare.post("/v1/topics/board:demo/events", "{\"kind\":\"notice\",\"data\":\"meanwhile\"}");
      return null;
    });

    await().until(() -> notices(told.values()).size() >= 2);
    assertThat(notices(told.values())).containsExactly("\"meanwhile\"", "\"stale\"");
  }

  @Test
  void boardInBrowserSeesTheCommittedCard() {
    BoardPage alice = CHROMIUM.open(fanfare, "alice");

    transactions.executeWrite(undone -> {
      cards.put(new Card("101", "Nobody reads this", "todo"));
      undone.setRollbackOnly();
      return null;
    });
    put("101", Map.of("title", "Committed in H2", "column", "done"));

    assertThat(alice.at("subtitle-101")).hasText("Committed in H2");
    assertThat(alice.at("column-done").getByTestId("card-101")).isVisible();
    assertThat(alice.at("stale-101")).isVisible();
    assertThat(alice.at("log")).not().containsText("Nobody reads this");
    assertThat(alice.complaints()).isEmpty();
  }

  @Test
  void changeIsKeptWhileFanfareIsAway() {
    try (EmbeddedServer alone = service("http://127.0.0.1:1")) {
      try (HttpClient http = HttpClient.create(alone.getURL())) {
        var put = HttpRequest.PUT("/cards/1", Map.of("title", "kept", "column", "todo"));
        assertThat(http.toBlocking().exchange(put).code()).isEqualTo(200);
        assertThat(http.toBlocking().retrieve("/cards"))
            .isEqualTo("[{\"id\":\"1\",\"title\":\"kept\",\"column\":\"todo\"}]");
      }
    }
  }

  @Test
  void anInvalidCardIsRefused() {
    for (var content :
        List.of(
            Map.of("title", " ", "column", "todo"),
            Map.of("title", "a", "column", "attic"),
            Map.of("title", "a"))) {
      assertThatThrownBy(() -> put("1", content))
          .isInstanceOfSatisfying(
              HttpClientResponseException.class,
              refusal ->
                  assertThat((Object) refusal.getStatus()).isEqualTo(HttpStatus.BAD_REQUEST));
    }
  }

  private void put(String id, Map<String, String> content) {
    try (HttpClient http = HttpClient.create(service.getURL())) {
      http.toBlocking().exchange(HttpRequest.PUT("/cards/" + id, content));
    }
  }

  /** A service with a database of its own. */
  private static EmbeddedServer service(String fanfareUrl) {
    return ApplicationContext.run(
        EmbeddedServer.class,
        Map.of(
            "fanfare.url",
            fanfareUrl,
            "fanfare.deadline",
            "2s",
            "micronaut.server.port",
            "-1",
            "datasources.default.url",
            "jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1"));
  }

  /** The events after the first change, which is the view. */
  private static List<String> published(List<Change> changes) {
    return events(changes, Event.State.class)
        .map(set -> set.key() + " " + set.data().json())
        .toList();
  }

  private static List<String> notices(List<Change> changes) {
    return events(changes, Event.Notice.class).map(notice -> notice.data().json()).toList();
  }

  private static <E extends Event> Stream<E> events(List<Change> changes, Class<E> kind) {
    return changes.stream()
        .skip(1)
        .flatMap(change -> change.events().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
