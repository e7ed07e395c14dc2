package dev.fanfare.client.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.annotation.SingleResult;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.client.annotation.Client;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * The calls of the HTTP API that the client makes, one attempt each.
 *
 * <p>In a Micronaut application this is a declarative client; without a container {@link
 * StandaloneTopicsApi} makes the same calls. Every call names its server, since the client chooses
 * among several. An answer of 400 and more fails the publisher with a {@code
 * HttpClientResponseException}.
 */
@Client
@Requires(property = "fanfare.url")
public interface TopicsApi {
  String IDEMPOTENCY_KEY = "Idempotency-Key";

  /**
   * Stores an array of events as one.
   *
   * @param url of the topic's events: {@code http://localhost:8123/v1/topics/board:42/events}
   */
  @Post("{+url}")
  @SingleResult
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes({MediaType.APPLICATION_JSON, "application/problem+json"})
  Publisher<HttpResponse<byte[]>> publish(
      @PathVariable String url,
      @Header(IDEMPOTENCY_KEY) String idempotencyKey,
      @Header("Authorization") @Nullable String authorization,
      @Body byte[] events);

  /**
   * Reads: a topic's view, or whether a server is well.
   *
   * @param url of what is to be read
   */
  @Get("{+url}")
  @SingleResult
  @Consumes({MediaType.APPLICATION_JSON, "application/problem+json"})
  Publisher<HttpResponse<byte[]>> read(
      @PathVariable String url, @Header("Authorization") @Nullable String authorization);
}
