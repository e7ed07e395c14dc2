package dev.fanfare.examples.cards;

import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Changes cards, each in a transaction. Listeners receive a change after the commit. */
@Singleton
class Cards {
  private final CardRepository repository;
  private final ApplicationEventPublisher<CardChanged> changes;

  Cards(CardRepository repository, ApplicationEventPublisher<CardChanged> changes) {
    this.repository = repository;
    this.changes = changes;
  }

  /** Joins the caller's transaction, if there is one. */
  @Transactional
  void put(Card card) {
    if (repository.existsById(card.id())) {
      repository.update(card);
    } else {
      repository.save(card);
    }
    changes.publishEvent(new CardChanged(card.id()));
  }

  @Transactional
  Optional<Card> find(String id) {
    return repository.findById(id);
  }

  @Transactional
  List<Card> all() {
    return repository.findAllOrderById();
  }
}
