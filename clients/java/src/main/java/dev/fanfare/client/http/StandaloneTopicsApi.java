package dev.fanfare.client.http;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.DefaultHttpClientConfiguration;
import io.micronaut.http.client.HttpClient;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The calls without a container: Micronaut's HTTP client, with threads of its own. */
public final class StandaloneTopicsApi implements TopicsApi, AutoCloseable {
  private static final Argument<byte[]> BYTES = Argument.of(byte[].class);

  /** The largest answer is a topic's whole view: 16 MiB of state and what stands around it. */
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private final HttpClient http;

  public StandaloneTopicsApi() {
    var configuration = new DefaultHttpClientConfiguration();
    configuration.setMaxContentLength(MAX_ANSWER_BYTES);
    configuration.setNumOfThreads(1);
    // Whoever calls knows how long to wait and gives up by cancelling.
    configuration.setReadTimeout(Duration.ofMinutes(1));
    configuration.setConnectTimeout(Duration.ofSeconds(5));
    http = HttpClient.create(null, configuration);
  }

  @Override
  public Publisher<HttpResponse<byte[]>> publish(
      String url, String idempotencyKey, @Nullable String authorization, byte[] events) {
    var request = HttpRequest.POST(URI.create(url), events).header(IDEMPOTENCY_KEY, idempotencyKey);
    return exchange(request.contentType(MediaType.APPLICATION_JSON_TYPE), authorization);
  }

  @Override
  public Publisher<HttpResponse<byte[]>> read(String url, @Nullable String authorization) {
    return exchange(HttpRequest.GET(URI.create(url)), authorization);
  }

  private Publisher<HttpResponse<byte[]>> exchange(
      MutableHttpRequest<?> request, @Nullable String authorization) {
    if (authorization != null) {
      request.header(HttpHeaders.AUTHORIZATION, authorization);
    }
    request.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
    return http.exchange(request, BYTES, BYTES);
  }

  @Override
  public void close() {
    http.close();
  }
}
