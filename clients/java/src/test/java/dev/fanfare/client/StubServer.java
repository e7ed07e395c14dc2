package dev.fanfare.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers any HTTP request with the given replies in order, and repeats the last one. */
final class StubServer implements AutoCloseable {
  /** One answer. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body);
    }
  }

  private final HttpServer server;
  private final Queue<Reply> replies;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();

  StubServer(Reply... replies) {
    this.replies = new ConcurrentLinkedQueue<>(List.of(replies));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The idempotency keys of the requests, in their order. */
  List<String> keys() {
    return keys;
  }

  List<String> tokens() {
    return tokens;
  }

  /** The paths of the requests, as they came. */
  List<String> paths() {
    return paths;
  }

  private void answer(HttpExchange exchange) throws IOException {
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    paths.add(exchange.getRequestURI().getRawPath());
    exchange.getRequestBody().readAllBytes();
    Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = reply.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
