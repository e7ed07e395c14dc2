package dev.fanfare.examples.cards;

import dev.fanfare.client.Drafts;
import dev.fanfare.client.Fanfare;
import dev.fanfare.client.FanfareException;
import dev.fanfare.topic.Draft;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Fanfare what was committed. It does so one card after another, and tells what the database
 * holds by then: of two transactions that change a card at once, the one that commits first may
 * come here last, and would leave every board with what is no longer true.
 *
 * <p>Nobody waits for it: the change is committed, and no failure here can undo that.
 */
@Singleton
class Announcer {
  /** Where a board finds a card: the state of its id. */
  static final String SAVED = "poc";

  /** Where a board is told that it has to fetch something again. */
  static final String TOLD = "board:demo";

  /** Changes that wait to be told; past it they are logged and not told. */
  private static final int MAX_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** A card as the board reads it. */
  @Serdeable
  record Shown(String subtitle, String column) {}

  private final Cards cards;
  private final Fanfare fanfare;
  private final ObjectMapper json;
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("announcer").factory(),
          (_, _) -> LOG.error("a change is not told: {} wait already", MAX_WAITING));

  Announcer(Cards cards, Fanfare fanfare, ObjectMapper json) {
    this.cards = cards;
    this.fanfare = fanfare;
    this.json = json;
  }

  /** After the commit, and only then. */
  @TransactionalEventListener
  void changed(CardChanged change) {
    thread.execute(() -> cards.find(change.id()).ifPresent(this::tell));
  }

  /** The client tries for as long as {@code fanfare.deadline}; then there is nothing but a log. */
  private void tell(Card card) {
    try {
      publish(SAVED, Drafts.state(card.id(), shown(card)));
      publish(TOLD, Drafts.notice(card.id(), "\"stale\""));
    } catch (FanfareException e) {
      LOG.error("card {} is committed, but boards were not told: {}", card.id(), e.getMessage());
    }
  }

  private void publish(String topic, Draft draft) {
    fanfare.publish(topic, draft).ignoreElement().blockingAwait();
  }

  private String shown(Card card) {
    try {
      return json.writeValueAsString(new Shown(card.title(), card.column()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @PreDestroy
  void close() {
    thread.close();
  }
}
