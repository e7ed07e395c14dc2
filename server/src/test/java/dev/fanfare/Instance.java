package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One instance in this process, on a free port and in memory, and the HTTP calls to it. */
public final class Instance implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ApplicationContext context;
  private final int port;

  private Instance(ApplicationContext context, int port) {
    this.context = context;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param settings like {@code "heartbeat=1s"}, without their prefix {@code fanfare.}
   */
  public static Instance start(String... settings) {
    Map<String, Object> properties = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.put("fanfare." + setting.substring(0, equals), setting.substring(equals + 1));
    }
    return startWith(properties);
  }

  /** Starts one with any settings. */
  public static Instance startWith(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("micronaut.server.host", "127.0.0.1");
    properties.put("micronaut.server.port", 0);
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(properties)
            .start();
    return new Instance(context, context.getBean(EmbeddedServer.class).start().getPort());
  }

  public int port() {
    return port;
  }

  /** The URL of the WebSocket that follows these topics. */
  public URI socket(String... topics) {
    String query =
        Stream.of(topics)
            .map(topic -> "topic=" + URLEncoder.encode(topic, UTF_8))
            .collect(Collectors.joining("&"));
    return URI.create("ws://127.0.0.1:" + port + "/v1/ws?" + query);
  }

  /** A part of the running instance. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** The builder of a request. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  public Answer get(String path) {
    return send(request(path));
  }

  public Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest built = request.build();
      var response = HTTP.send(built, BodyHandlers.ofString());
      ApiDocument.check(Exchange.of(built, response));
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body(),
          response.headers().map());
    } catch (IOException e) {
      throw new AssertionError("the call failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Publishes one event, which must succeed; returns its position. */
  public String publish(String topic, String event) {
    Answer answer = post("/v1/topics/" + URLEncoder.encode(topic, UTF_8) + "/events", event);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().string("position");
  }

  /** The whole topic, by HTTP. */
  public TopicView read(String topic) {
    TopicView view = new TopicView();
    view.apply(get("/v1/topics/" + URLEncoder.encode(topic, UTF_8)).json());
    return view;
  }

  @Override
  public void close() {
    context.close();
  }
}
