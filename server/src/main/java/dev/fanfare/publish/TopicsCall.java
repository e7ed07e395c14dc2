package dev.fanfare.publish;

import dev.fanfare.backplane.Publication;
import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.Json;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.JsonValue;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.protocol.Utf8;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/events}: events of several topics. The events of one topic are one publication
 * and keep their order. The topics are independent of each other: some may be stored although
 * others are refused.
 *
 * @param publications one for each topic, in the order in which the call names them
 * @param places where the publications have the events, in the order of the call
 */
public record TopicsCall(List<Publication> publications, List<Place> places) {
  private static final List<String> FIELDS = List.of("topic", "event");

  /**
   * The place of an event.
   *
   * @param publication the index of its publication
   * @param draft its index there
   */
  public record Place(int publication, int draft) {}

  private record Addressed(TopicName topic, Draft draft) {}

  /**
   * Reads a call; {@link Failures} says what an exception means to the client.
   *
   * @param idempotencyKey of each publication: the store keeps the keys of each topic apart
   * @param body JSON in UTF-8: {@code {"topic","event"}} or an array of these
   */
  public static TopicsCall read(@Nullable String idempotencyKey, ByteBuffer body) {
    IdempotencyKey key = idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey);
    JsonValue json = JsonValue.parse(Utf8.decode(body));
    List<Addressed> events =
        json.isArray()
            ? PublishBody.readArray(json, TopicsCall::event)
            : List.of(event(JsonObject.of(json)));
    if (events.isEmpty()) {
      throw new InvalidValueException("a call of", 0, "1 to " + Draft.MAX_AT_ONCE + " events");
    }
    return of(events, key);
  }

  private static Addressed event(JsonObject element) {
    TopicName topic = element.only(FIELDS).required("topic", TopicName::new);
    return new Addressed(topic, DraftReader.read(element.object("event")));
  }

  private static TopicsCall of(List<Addressed> events, @Nullable IdempotencyKey key) {
    Map<TopicName, Integer> indexes = new HashMap<>();
    List<TopicName> topics = new ArrayList<>();
    List<List<Draft>> drafts = new ArrayList<>();
    List<Place> places = new ArrayList<>(events.size());
    for (Addressed event : events) {
      int index = indexes.computeIfAbsent(event.topic, _ -> topics.size());
      if (index == topics.size()) {
        topics.add(event.topic);
        drafts.add(new ArrayList<>());
      }
      places.add(new Place(index, drafts.get(index).size()));
      drafts.get(index).add(event.draft);
    }
    List<Publication> publications = new ArrayList<>(topics.size());
    for (int i = 0; i < topics.size(); i++) {
      publications.add(new Publication(topics.get(i), drafts.get(i), key));
    }
    return new TopicsCall(publications, places);
  }

  /**
   * The answer as JSON: a result for each event, in the order of the call.
   *
   * @param outcomes of the publications, in their order
   */
  public byte[] answer(List<Outcome> outcomes) {
    List<List<Position>> positions = outcomes.stream().map(TopicsCall::positions).toList();
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("results");
      for (Place place : places) {
        json.writeStartObject();
        switch (outcomes.get(place.publication)) {
          case Outcome.Stored _ -> {
            Position position = positions.get(place.publication).get(place.draft);
            json.writeStringField("position", position.toString());
          }
          case Outcome.Refused it -> {
            json.writeStringField("code", it.code().wire());
            json.writeStringField("detail", it.message());
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static List<Position> positions(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored it -> it.result().positions();
      case Outcome.Refused _ -> List.of();
    };
  }
}
