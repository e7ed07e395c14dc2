package dev.fanfare.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Json;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.publish.Outcome;
import dev.fanfare.publish.Publisher;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The two original calls of Fanfare: the state of cards in the topic {@code poc}. */
@Hidden
@Controller("/poc")
@Produces(MediaType.APPLICATION_JSON)
final class PocController {
  private static final TopicName TOPIC = new TopicName("poc");

  private static final List<String> FIELDS = List.of("username", "cardId", "data");

  private final Publisher publisher;
  private final Backplane backplane;

  PocController(Publisher publisher, Backplane backplane) {
    this.publisher = publisher;
    this.backplane = backplane;
  }

  @Post("/submit_update_event")
  @Consumes(MediaType.APPLICATION_JSON)
  CompletionStage<HttpResponse<byte[]>> submit(
      HttpRequest<?> request,
      @Header("Idempotency-Key") @Nullable String idempotencyKey,
      @Body byte[] body) {
    QueryParameters.none(request);
    IdempotencyKey once = idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey);
    JsonObject card = JsonObject.of(RequestBodies.json(body)).only(FIELDS);
    User user = card.required("username", User::new);
    Key key = card.required("cardId", Key::new);
    Data data = DraftReader.data(card);
    return publisher
        .publish(new Publication(TOPIC, List.of(new Draft.State(user, key, data, null)), once))
        .thenApply(outcome ->
            switch (outcome) {
              case Outcome.Stored it ->
                  StoredAnswers.ok(submitted(user, key, data, it.result()), it.isReplay());
              case Outcome.Refused it -> Problems.response(it.problem(request.getPath()));
            });
  }

  @Get("/replay_event_data/{userId}")
  CompletionStage<byte[]> replay(String userId) {
    User user = new User(userId);
    return backplane
        .latest(TOPIC, user)
        .thenApply(event -> event.map(it -> replayed(user, it)).orElseThrow(() -> none(user)));
  }

  private static ProtocolException none(User user) {
    return new ProtocolException(
        ErrorCode.NOT_FOUND,
        "user " + InvalidValueException.shown(user.value()) + " has no event data here");
  }

  private static byte[] submitted(User user, Key key, Data data, PublishResult.Stored stored) {
    return Json.bytes(json -> {
      writeCard(json, user, key, data);
      json.writeStringField("id", stored.last().toString());
      json.writeNumberField("at", stored.atMillis());
      json.writeEndObject();
    });
  }

  private static byte[] replayed(User user, Event.State event) {
    return Json.bytes(json -> {
      writeCard(json, user, event.key(), event.data());
      json.writeEndObject();
    });
  }

  private static void writeCard(JsonGenerator json, User user, Key key, Data data)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("username", user.value());
    json.writeStringField("cardId", key.value());
    json.writeFieldName("data");
    json.writeRawValue(data.json());
  }
}
