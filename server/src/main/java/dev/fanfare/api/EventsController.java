package dev.fanfare.api;

import dev.fanfare.publish.Outcome;
import dev.fanfare.publish.Publisher;
import dev.fanfare.publish.TopicsCall;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes to several topics at once. */
@Hidden
@Controller("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
final class EventsController {
  private final Publisher publisher;

  EventsController(Publisher publisher) {
    this.publisher = publisher;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  CompletionStage<HttpResponse<byte[]>> publish(
      HttpRequest<?> request,
      @Header("Idempotency-Key") @Nullable String idempotencyKey,
      @Body byte[] body) {
    QueryParameters.none(request);
    TopicsCall call = TopicsCall.read(idempotencyKey, ByteBuffer.wrap(body));
    List<CompletableFuture<Outcome>> outcomes =
        call.publications().stream()
            .map(it -> publisher.publish(it).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> answer(request, call, outcomes.stream().map(CompletableFuture::join).toList()));
  }

  /**
   * 200 if all is stored, 207 if only some topics are. If nothing is, the answer is a problem, as
   * for a call to one topic: the reason why the first topic was refused.
   */
  private static HttpResponse<byte[]> answer(
      HttpRequest<?> request, TopicsCall call, List<Outcome> outcomes) {
    boolean isReplay =
        outcomes.stream().allMatch(it -> it instanceof Outcome.Stored stored && stored.isReplay());
    List<Outcome.Refused> refused =
        outcomes.stream()
            .filter(Outcome.Refused.class::isInstance)
            .map(Outcome.Refused.class::cast)
            .toList();
    if (refused.isEmpty()) {
      return StoredAnswers.ok(call.answer(outcomes), isReplay);
    }
    return refused.size() < outcomes.size()
        ? HttpResponse.<byte[]>status(HttpStatus.MULTI_STATUS).body(call.answer(outcomes))
        : Problems.response(refused.getFirst().problem(request.getPath()));
  }
}
