package dev.fanfare.publish;

import dev.fanfare.metrics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a client sends and how it is refused: the row of a table.
 *
 * @param way how the client sends it
 * @param bytes a request, each character a byte; or the messages of a session, one a line
 * @param code of the problem or the error message; or the number of the close code
 * @param shows a part of the message
 * @param moved every counter that increases, each by one
 */
record RefusalCase(
    String what, Way way, String bytes, String code, String shows, Set<Metric> moved) {
  /** With this header a call goes through Micronaut. */
  private static final String PAGE = "Origin: http://localhost";

  enum Way {
    HTTP,
    SOCKET,
    /** The bytes of frames, on an open socket. */
    FRAMES
  }

  @Override
  public String toString() {
    return what + " " + way;
  }

  /** A call without a body. */
  static String call(String method, String path, String... headers) {
    StringBuilder call = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    Arrays.stream(headers).forEach(header -> call.append(header).append("\r\n"));
    boolean named = Arrays.stream(headers).anyMatch(header -> header.startsWith("Host:"));
    return call.append(named ? "\r\n" : "Host: localhost\r\n\r\n").toString();
  }

  /** A call with a JSON body. */
  static String post(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + body.length());
    if (all.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
      all.add("Content-Type: application/json");
    }
    return call("POST", path, all.toArray(String[]::new)) + body;
  }

  /** A handshake in which one header is replaced. */
  static String upgrade(String query, String replaced, String replacement) {
    return call(
            "GET",
            "/v1/ws" + query,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
        .replace(replaced, replacement);
  }

  /** A table that is filled row by row. */
  static final class Table {
    private final List<RefusalCase> rows = new ArrayList<>();

    Table http(String what, String bytes, String code, String shows, Metric... moved) {
      return row(what, Way.HTTP, bytes, code, shows, moved);
    }

    Table socket(String what, String bytes, String code, String shows, Metric... moved) {
      return row(what, Way.SOCKET, bytes, code, shows, moved);
    }

    Table frames(String what, String bytes, String code, Metric... moved) {
      return row(what, Way.FRAMES, bytes, code, "", moved);
    }

    private Table row(
        String what, Way way, String bytes, String code, String shows, Metric... moved) {
      rows.add(new RefusalCase(what, way, bytes, code, shows, Set.of(moved)));
      return this;
    }

    /** A publication by the fast path, through Micronaut and over a socket. */
    Table publication(
        String what, String topic, String event, String more, String code, String shows) {
      return publication(what, topic, event, more, code, shows, Metric.REFUSED);
    }

    Table publication(
        String what,
        String topic,
        String event,
        String key,
        String code,
        String shows,
        Metric... moved) {
      String path = "/v1/topics/" + topic + "/events";
      String header = key.isEmpty() ? "Accept: */*" : "Idempotency-Key: " + key;
      http(what, post(path, event, header), code, shows, moved);
      http(what + " of a page", post(path, event, header, PAGE), code, shows, moved);
      String field = key.isEmpty() ? "" : ",\"idempotencyKey\":\"" + key + "\"";
      return socket(
          what,
          "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"%s\"%s,\"event\":%s}"
              .formatted(topic, field, event),
          code,
          shows,
          moved);
    }

    List<RefusalCase> rows() {
      return rows;
    }
  }
}
