package dev.fanfare.examples.cards;

import dev.fanfare.topic.InvalidValueException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.hateoas.JsonError;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cards over HTTP. */
@Controller("/cards")
@ExecuteOn(TaskExecutors.BLOCKING)
class CardsController {
  private final Cards cards;

  CardsController(Cards cards) {
    this.cards = cards;
  }

  /** The body of a request. A missing field counts as empty and is refused. */
  @Serdeable
  record Content(@Nullable String title, @Nullable String column) {
    Card card(String id) {
      return new Card(
          id, Objects.requireNonNullElse(title, ""), Objects.requireNonNullElse(column, ""));
    }
  }

  /** Answers after the commit. Boards receive the change later. */
  @Put("/{id}")
  Card put(String id, @Body Content content) {
    Card card = content.card(id);
    cards.put(card);
    return card;
  }

  @Get("/{id}")
  Optional<Card> one(String id) {
    return cards.find(id);
  }

  @Get
  List<Card> all() {
    return cards.all();
  }

  @Error
  HttpResponse<JsonError> refuse(InvalidValueException refusal) {
    return HttpResponse.badRequest(new JsonError(refusal.getMessage()));
  }
}
