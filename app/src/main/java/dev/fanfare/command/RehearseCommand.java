package dev.fanfare.command;

import dev.fanfare.bench.Bench;
import dev.fanfare.bench.BenchSettings;
import dev.fanfare.bench.Load;
import dev.fanfare.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * {@code fanfare rehearse}: starts an instance on a free port, uses it like a browser and a
 * backend, and ends it. The launcher lets Java record the classes that it loads and links, so that
 * later starts are quick.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts a server, uses it once and ends: for -XX:AOTCacheOutput.")
final class RehearseCommand implements Callable<Integer> {
  private static final String TOPIC = "rehearsal";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SOCKETS = 200;
  private static final int CONNECTIONS = 8;
  private static final int DATA_BYTES = 128;
  private static final Duration WORK = Duration.ofSeconds(1);
  private static final List<String> READ =
      List.of("/health/readiness", "/v1/topics/" + TOPIC, "/", "/prometheus");

  @Override
  public Integer call() throws Exception {
    try (Server server = Server.start(asByDefault());
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      FirstDelta delta = new FirstDelta();
      URI socket = URI.create("ws://127.0.0.1:" + server.port() + "/v1/ws?topic=" + TOPIC);
      WebSocket follower =
          client
              .newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .buildAsync(socket, delta)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      String origin = "http://127.0.0.1:" + server.port();
      var event = BodyPublishers.ofString("{\"kind\":\"state\",\"key\":\"k\",\"data\":\"now\"}");
      send(
          client,
          request(origin + "/v1/topics/" + TOPIC + "/events")
              .header("Content-Type", "application/json")
              .POST(event));
      for (String path : READ) {
        send(client, request(origin + path));
      }
      delta.came.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      follower.abort();
      work(URI.create(origin));
    }
    return 0;
  }

  /** On any free port, without what the environment sets for the instance to be started. */
  private static ServerContext asByDefault() {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      settings.put(setting, "");
    }
    settings.put(Setting.PORT, "0");
    return ServerContext.of(settings, System.getenv(), TOPIC);
  }

  /**
   * Enough load that Java compiles the hot methods: the record then names them, and a later start
   * compiles them at once.
   */
  private static void work(URI server) {
    var audience = new BenchSettings.Audience(SOCKETS, 1, SOCKETS, 0, true);
    var load = new Load.Window(SOCKETS);
    var publishing = new BenchSettings.PublishMode(load, List.of(), CONNECTIONS, 1, DATA_BYTES);
    try (Bench bench =
        new Bench(
            new BenchSettings(List.of(server), audience, publishing, WORK, WORK, List.of()),
            _ -> {})) {
      bench.run();
    }
  }

  private static HttpRequest.Builder request(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
  }

  private static void send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException, CommandFailedException {
    HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT, "%s answers %d: expected 200", answer.uri(), answer.statusCode()));
    }
  }

  private static final class FirstDelta implements WebSocket.Listener {
    final CompletableFuture<Boolean> came = new CompletableFuture<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      if (text.toString().contains("\"delta\"")) {
        came.complete(true);
      }
      socket.request(1);
      return null;
    }
  }
}
