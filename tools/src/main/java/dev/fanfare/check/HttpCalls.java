package dev.fanfare.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.DraftWriter;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** HTTP calls, as any backend makes them. Answers arrive on any thread. */
final class HttpCalls implements AutoCloseable {
  /** Time limit of a call; after it the outcome is unknown. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  CompletableFuture<HttpResponse<String>> publish(
      URI server, TopicName topic, List<Draft> drafts, String idempotencyKey) {
    List<byte[]> events = drafts.stream().map(DraftWriter::write).toList();
    // A single event is sent without an array, so that both forms are tested.
    byte[] body = events.size() == 1 ? events.getFirst() : PublishBody.array(events);
    return send(
        request(server, topic, "/events")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  CompletableFuture<HttpResponse<String>> read(URI server, TopicName topic) {
    return send(request(server, topic, ""));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return http.sendAsync(request.timeout(PATIENCE).build(), BodyHandlers.ofString(UTF_8));
  }

  private static HttpRequest.Builder request(URI server, TopicName topic, String rest) {
    String name = URLEncoder.encode(topic.value(), UTF_8);
    return HttpRequest.newBuilder(URI.create(server + "/v1/topics/" + name + rest));
  }
}
