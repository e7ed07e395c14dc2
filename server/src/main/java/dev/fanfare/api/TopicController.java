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
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to a topic and reads it. The definition has the page of the API generated; the document
 * that the page shows is {@code openapi.yml}.
 */
@OpenAPIDefinition(info = @Info(title = "Fanfare", version = "1"))
@Hidden
@Controller("/v1/topics/{topic}")
@Produces(MediaType.APPLICATION_JSON)
final class TopicController {
  private final Publisher publisher;
  private final TopicReads reads;

  TopicController(Publisher publisher, TopicReads reads) {
    this.publisher = publisher;
    this.reads = reads;
  }

  @Post("/events")
  @Consumes(MediaType.APPLICATION_JSON)
  CompletionStage<HttpResponse<byte[]>> publish(
      HttpRequest<?> request,
      String topic,
      @Header("Idempotency-Key") @Nullable String idempotencyKey,
      @Body byte[] body) {
    QueryParameters.none(request);
    PublishCall call = PublishCall.read(topic, idempotencyKey, ByteBuffer.wrap(body));
    return publisher
        .publish(call.publication())
        .thenApply(outcome ->
            switch (outcome) {
              case Outcome.Stored it -> StoredAnswers.ok(call.answer(it.result()), it.isReplay());
              case Outcome.Refused it -> Problems.response(it.problem(request.getPath()));
            });
  }

  @Get
  CompletionStage<HttpResponse<?>> read(
      String topic,
      @QueryValue @Nullable String from,
      @QueryValue @Nullable String key,
      @QueryValue @Nullable String user) {
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
