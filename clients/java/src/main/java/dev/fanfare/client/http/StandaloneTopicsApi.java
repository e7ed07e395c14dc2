package dev.fanfare.client.http;

import io.micronaut.core.type.Argument;
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

/** The calls without a container: Micronaut's HTTP client, with a thread of its own. */
public final class StandaloneTopicsApi implements TopicsApi, AutoCloseable {
  private static final Argument<byte[]> BYTES = Argument.of(byte[].class);

  /** The largest answer is a topic's whole view: 16 MiB of state and the JSON around it. */
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private final HttpClient http;
  private final @Nullable String token;

  public StandaloneTopicsApi(@Nullable String token) {
    this.token = token;
    var configuration = new DefaultHttpClientConfiguration();
    configuration.setMaxContentLength(MAX_ANSWER_BYTES);
    configuration.setNumOfThreads(1);
    configuration.setFollowRedirects(false);
    configuration.setConnectTimeout(CONNECT_WITHIN);
    http = HttpClient.create(null, configuration);
  }

  @Override
  public Publisher<HttpResponse<byte[]>> publish(
      String server, String topic, String idempotencyKey, byte[] events) {
    var request = HttpRequest.POST(topicUri(server, topic, "/events"), events);
    request.header(IDEMPOTENCY_KEY, idempotencyKey);
    return exchange(request.contentType(MediaType.APPLICATION_JSON_TYPE));
  }

  @Override
  public Publisher<HttpResponse<byte[]>> view(String server, String topic) {
    return exchange(HttpRequest.GET(topicUri(server, topic, "")));
  }

  @Override
  public Publisher<HttpResponse<byte[]>> readiness(String server) {
    return exchange(HttpRequest.GET(URI.create(server + "/health/readiness")));
  }

  /** Of a topic's characters only {@code /} is not allowed in a segment of a path. */
  private static URI topicUri(String server, String topic, String rest) {
    return URI.create(server + "/v1/topics/" + topic.replace("/", "%2F") + rest);
  }

  private Publisher<HttpResponse<byte[]>> exchange(MutableHttpRequest<?> request) {
    if (token != null) {
      request.bearerAuth(token);
    }
    return http.exchange(request.accept(MediaType.APPLICATION_JSON_TYPE), BYTES, BYTES);
  }

  @Override
  public void close() {
    http.close();
  }
}
