package dev.fanfare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.fanfare.protocol.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxies of {@code examples/proxy}, as they are there but for ports and times. */
@ParameterizedClass
@EnumSource
@Timeout(120)
final class ProxyIT {
  private static final String NAME = "fanfare.example.org";
  private static final int MIB = 1 << 20;

  /**
   * The proxies cut a connection on which nothing comes for 3 s, as they do after 60 s in the
   * examples.
   */
  private static final String HEARTBEAT = "-Dfanfare.heartbeat=1s";

  private static final int BEATS = 5;

  @RegisterExtension static final Instances INSTANCES = new Instances();

  @TempDir static Path folder;

  private static RedisServer redis;
  private static List<InstanceProcess> pair;

  private final ProxyProgram program;

  ProxyIT(ProxyProgram program) {
    this.program = program;
  }

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    pair =
        List.of("one", "two").stream()
            .map(name ->
                INSTANCES.launch(name, HEARTBEAT, "--redis", redis.uri(), "--allow-host", NAME))
            .toList();
    pair.forEach(InstanceProcess::awaitReady);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private ProxyProcess proxy(int one, int two) {
    assumeTrue(program.isThere(), () -> "skipped: there is no " + program.command());
    return ProxyProcess.start(program, folder, one, two);
  }

  private ProxyProcess proxy() {
    return proxy(pair.getFirst().port(), pair.getLast().port());
  }

  @Test
  void calls_and_sockets_pass_with_their_path_and_their_host() throws IOException {
    try (ProxyProcess proxy = proxy()) {
      String topic = "proxy/" + program;
      String path = "/v1/topics/" + topic.replace("/", "%2F");
      try (RawSocket socket = socket(proxy, "?topic=" + topic, "Origin: http://" + proxy.host())) {
        assertThat(socket.readHead()).startsWith("HTTP/1.1 101");
        socket.next("delta");
        assertThat(post(proxy, path + "/events", "{\"kind\":\"notice\",\"data\":1}"))
            .startsWith("HTTP/1.1 200")
            .contains("\"position\"");
        JsonObject delta = socket.next("delta");
        assertThat(delta.string("topic")).isEqualTo(topic);
        assertThat(delta.objects("events")).hasSize(1);
      }
      try (RawSocket socket = socket(proxy, "?topic=" + topic, "Origin: http://evil.example")) {
        assertThat(socket.readHead()).startsWith("HTTP/1.1 403");
      }
    }
  }

  @Test
  void a_quiet_socket_stays_open() throws IOException {
    try (ProxyProcess proxy = proxy();
        RawSocket socket = socket(proxy, "?topic=quiet")) {
      socket.readHead();
      for (int beat = 0; beat < BEATS; beat++) {
        socket.next("ping");
        socket.send(RawSocket.text("{\"type\":\"pong\"}"));
      }
      socket.send(RawSocket.text("{\"type\":\"unsubscribe\",\"id\":\"1\",\"topic\":\"quiet\"}"));
      assertThat(socket.next("ok").string("id")).isEqualTo("1");
    }
  }

  @Test
  void the_largest_body_and_the_longest_head_pass_and_larger_ones_get_the_words_of_the_server()
      throws IOException {
    try (ProxyProcess proxy = proxy()) {
      String path = "/v1/topics/large" + program + "/events";
      String event = "{\"kind\":\"notice\",\"data\":\"" + "x".repeat(60_000) + "\"},";
      String batch = "[" + event.repeat(17);
      String full = batch.substring(0, batch.length() - 1) + "]";
      assertThat(full.length()).isBetween(MIB * 9 / 10, MIB);
      assertThat(post(proxy, path, full)).startsWith("HTTP/1.1 200").contains("\"positions\"");
      assertThat(post(proxy, path, full + " ".repeat(MIB)))
          .startsWith("HTTP/1.1 413")
          .contains("too_large");
      String topics = "&topic=board:" + "b".repeat(190);
      String query = "?topic=a" + topics.repeat(127);
      try (RawSocket socket = socket(proxy, query)) {
        assertThat(socket.readHead()).startsWith("HTTP/1.1 101");
      }
    }
  }

  @Test
  void nobody_makes_up_an_address() throws Exception {
    BlockingQueue<List<String>> addresses = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          if (call.getRequestURI().getPath().equals("/address")) {
            addresses.add(call.getRequestHeaders().get("X-Forwarded-For"));
          }
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    try (ProxyProcess proxy = proxy(port, port)) {
      assertThat(
              exchange(
                  proxy, "GET /address HTTP/1.1", Map.of("X-Forwarded-For", "203.0.113.9"), ""))
          .startsWith("HTTP/1.1 200");
      assertThat(addresses.poll(10, TimeUnit.SECONDS)).containsExactly("127.0.0.1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void calls_go_to_the_instance_that_is_left() throws IOException {
    InstanceProcess left = pair.getFirst();
    try (InstanceProcess other =
            INSTANCES.launch("three", "--redis", redis.uri(), "--allow-host", NAME).awaitReady();
        ProxyProcess proxy = proxy(left.port(), other.port())) {
      String path = "/v1/topics/left" + program + "/events";
      String notice = "{\"kind\":\"notice\",\"data\":1}";
      assertThat(post(proxy, path, notice)).startsWith("HTTP/1.1 200");
      other.kill();
      for (int i = 0; i < 10; i++) {
        // A call on a connection that has just broken may be lost: its publisher repeats it.
        Map<String, String> key = Map.of("Idempotency-Key", "key" + i);
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> post(proxy, path, notice, key).startsWith("HTTP/1.1 200"));
      }
    }
  }

  private static RawSocket socket(ProxyProcess proxy, String query, String... headers)
      throws IOException {
    RawSocket socket = RawSocket.over(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
    String request = new String(RawSocket.upgrade(query, headers), ISO_8859_1);
    socket.send(request.replace("Host: localhost", "Host: " + proxy.host()).getBytes(ISO_8859_1));
    return socket;
  }

  private static String post(ProxyProcess proxy, String path, String body) throws IOException {
    return post(proxy, path, body, Map.of());
  }

  private static String post(ProxyProcess proxy, String path, String body, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Content-Type", "application/json");
    return exchange(proxy, "POST " + path + " HTTP/1.1", headers, body);
  }

  private static String exchange(
      ProxyProcess proxy, String line, Map<String, String> headers, String body)
      throws IOException {
    StringBuilder request = new StringBuilder(line).append("\r\nHost: ").append(proxy.host());
    headers.forEach(
        (name, value) -> request.append("\r\n").append(name).append(": ").append(value));
    request
        .append("\r\nConnection: close\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n");
    request.append(body);
    try (RawSocket socket =
        RawSocket.over(new Socket(InetAddress.getLoopbackAddress(), proxy.port()))) {
      socket.send(request.toString().getBytes(ISO_8859_1));
      return socket.readToEnd();
    }
  }
}
