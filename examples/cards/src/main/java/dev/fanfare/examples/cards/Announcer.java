package dev.fanfare.examples.cards;

import dev.fanfare.client.Fanfare;
import dev.fanfare.client.FanfareException;
import dev.fanfare.client.Payloads;
import dev.fanfare.topic.Draft;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes committed changes to Fanfare. It handles one card after another, and publishes what the
 * database holds by then. Otherwise a board could be left with an old card: of two transactions
 * that change a card at once, the first to commit may come here last.
 *
 * <p>No caller waits for it: the change is committed, and no failure here can undo that.
 */
@Singleton
class Announcer {
  /** The topic in which a card is the state of the key {@code id}. */
  static final String SAVED = "poc";

  /** The topic of the notices after which a board fetches something again. */
  static final String TOLD = "board:demo";

  /** Changes that wait to be published; past it they are logged and not published. */
  private static final int MAX_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** A card as the board reads it. */
  @Serdeable
  record Shown(String subtitle, String column) {}

  private final Cards cards;
  private final Fanfare fanfare;
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("announcer").factory(),
          (_, _) -> LOG.error("a change is not published: {} wait already", MAX_WAITING));

  Announcer(Cards cards, Fanfare fanfare) {
    this.cards = cards;
    this.fanfare = fanfare;
  }

  /** Called after the commit, and only then. */
  @TransactionalEventListener
  void changed(CardChanged change) {
    thread.execute(() -> cards.find(change.id()).ifPresent(this::tell));
  }

  /** The client tries until {@code fanfare.deadline}; after that the failure is only logged. */
  private void tell(Card card) {
    try {
      Payloads payloads = fanfare.payloads();
      publish(SAVED, payloads.state(card.id(), new Shown(card.title(), card.column())));
      publish(TOLD, payloads.notice(card.id(), "stale"));
    } catch (FanfareException e) {
      LOG.error("card {} is committed, but not published: {}", card.id(), e.getMessage());
    }
  }

  private void publish(String topic, Draft draft) {
    fanfare.publish(topic, draft).ignoreElement().blockingAwait();
  }

  @PreDestroy
  void close() {
    thread.close();
  }
}
