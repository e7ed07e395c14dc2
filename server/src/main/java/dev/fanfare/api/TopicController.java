package dev.fanfare.api;

import dev.fanfare.publish.Outcome;
import dev.fanfare.publish.PublishCall;
import dev.fanfare.publish.Publisher;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
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
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes to a topic and reads it. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Fanfare",
            version = "1",
            description =
                "Tells every browser what has just changed, whichever instance it is connected to."))
@Tag(name = "Topics")
@Controller("/v1/topics/{topic}")
@Produces(MediaType.APPLICATION_JSON)
final class TopicController {
  private static final String TOPIC =
      "1 to 200 characters of A-Z a-z 0-9 _ . : / @ - (a / is written %2F)";

  private final Publisher publisher;
  private final TopicReads reads;

  TopicController(Publisher publisher, TopicReads reads) {
    this.publisher = publisher;
    this.reads = reads;
  }

  @Operation(
      summary = "Stores one event or an array of events and sends them to every follower",
      description =
          "An array is stored as a whole, with no other event between its events, or not at all.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {EventSchema.class, EventSchema[].class}),
              examples = {
                @ExampleObject(
                    name = "state",
                    value =
                        "{\"kind\":\"state\",\"key\":\"card:123\",\"data\":\"alice is here\","
                            + "\"ttlMs\":60000,\"user\":\"alice\"}"),
                @ExampleObject(
                    name = "notice",
                    value = "{\"kind\":\"notice\",\"key\":\"card:123\",\"data\":\"stale\"}"),
                @ExampleObject(name = "gone", value = "{\"kind\":\"gone\",\"key\":\"card:123\"}")
              }))
  @ApiResponse(
      responseCode = "200",
      description = "Stored: the position of the event, or of each event of the array",
      content = @Content(schema = @Schema(example = "{\"position\":\"17.k3f9a2b7c1dqz\"}")))
  @ApiResponse(responseCode = "400", description = "Malformed, missing or illegal (problem+json)")
  @ApiResponse(responseCode = "409", description = "No room for more state (problem+json)")
  @ApiResponse(responseCode = "413", description = "Too large (problem+json)")
  @ApiResponse(responseCode = "503", description = "The store cannot be reached (problem+json)")
  @Post("/events")
  @Consumes(MediaType.APPLICATION_JSON)
  CompletionStage<HttpResponse<byte[]>> publish(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = TOPIC) String topic,
      @Parameter(description = "The same key within 2 min is one publish and gets the same answer")
          @Header("Idempotency-Key")
          @Nullable String idempotencyKey,
      @Parameter(hidden = true) @Body byte[] body) {
    QueryParameters.none(request);
    PublishCall call = PublishCall.read(topic, idempotencyKey, ByteBuffer.wrap(body));
    return publisher
        .publish(call.publication())
        .thenApply(outcome ->
            switch (outcome) {
              case Outcome.Stored it ->
                  StoredAnswers.ok(call.answer(it.result()), it.isReplay());
              case Outcome.Refused it -> Problems.response(it.problem(request.getPath()));
            });
  }

  @Operation(
      summary = "The delta from a position to the head, or all live state",
      description =
          "Without `from`, or if that position is no longer known: a reset, that is, `reset` is"
              + " true and the events are all live state. While the store cannot be reached, an"
              + " instance that follows the topic answers from its replica with `stale`: true.")
  @ApiResponse(
      responseCode = "200",
      description = "The delta",
      content = @Content(schema = @Schema(implementation = DeltaSchema.class)))
  @Get
  CompletionStage<HttpResponse<?>> read(
      @Parameter(description = TOPIC) String topic,
      @Parameter(description = "A position of this topic") @QueryValue @Nullable String from,
      @Parameter(description = "Only events with this key") @QueryValue @Nullable String key,
      @Parameter(description = "Only events of this user") @QueryValue @Nullable String user) {
    var question =
        new TopicQuestion(
            new TopicName(topic),
            from == null ? null : Position.parse(from),
            key == null ? null : new Key(key),
            user == null ? null : new User(user));
    return reads
        .read(question)
        .thenApply(bytes -> SharedBytes.answer(bytes, MediaType.APPLICATION_JSON));
  }
}
