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
import org.reactivestreams.Publisher;

/**
 * The calls of the HTTP API that the client makes, one attempt each.
 *
 * <p>In a Micronaut application this is a declarative client; without a container {@link
 * StandaloneTopicsApi} makes the same calls. Every call names its server, a base URL, since the
 * client chooses among several. An answer of 400 and more fails the publisher with a {@code
 * HttpClientResponseException}.
 */
@Client
@Authorized
@Requires(property = "fanfare.url")
@Consumes({MediaType.APPLICATION_JSON, "application/problem+json"})
public interface TopicsApi {
  String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** Stores an array of events as a whole. */
  @Post("{+server}/v1/topics/{topic}/events")
  @SingleResult
  @Produces(MediaType.APPLICATION_JSON)
  Publisher<HttpResponse<byte[]>> publish(
      @PathVariable String server,
      @PathVariable String topic,
      @Header(IDEMPOTENCY_KEY) String idempotencyKey,
      @Body byte[] events);

  /** Reads a topic: a reset with all its state. */
  @Get("{+server}/v1/topics/{topic}")
  @SingleResult
  Publisher<HttpResponse<byte[]>> view(@PathVariable String server, @PathVariable String topic);

  /** Asks whether the server is ready. */
  @Get("{+server}/health/readiness")
  @SingleResult
  Publisher<HttpResponse<byte[]>> readiness(@PathVariable String server);
}
