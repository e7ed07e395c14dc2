package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.Instance;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call that must be refused: the row of a table. */
record Refused(Call call, int status, String code, List<String> shows) {
  record Call(
      String method, String path, String body, Charset charset, Map<String, String> headers) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static Call post(String path, String body) {
      return new Call("POST", path, body, UTF_8, JSON);
    }

    static Call get(String path) {
      return new Call("GET", path, "", UTF_8, Map.of());
    }

    static Call to(String method, String path) {
      return new Call(method, path, "", UTF_8, Map.of());
    }

    Call with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Call(method, path, body, charset, all);
    }

    Call in(Charset other) {
      return new Call(method, path, body, other, headers);
    }

    HttpRequest.Builder request(Instance instance) {
      HttpRequest.Builder request =
          instance
              .request(path)
              .method(
                  method,
                  method.equals("GET")
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(body, charset));
      headers.forEach(request::setHeader);
      return request;
    }

    String pathOnly() {
      int query = path.indexOf('?');
      return query < 0 ? path : path.substring(0, query);
    }
  }

  @Override
  public String toString() {
    String shownBody = call.body.substring(0, Math.min(call.body.length(), 100));
    return call.method + " " + call.path + " " + shownBody + " " + call.headers;
  }

  /** A table that is filled row by row. */
  static final class Table {
    private final List<Refused> rows = new ArrayList<>();

    Table row(Call call, int status, String code, String... shows) {
      rows.add(new Refused(call, status, code, List.of(shows)));
      return this;
    }

    /** A card that is malformed or illegal. */
    Table card(String body, String... shows) {
      return row(Call.post("/poc/submit_update_event", body), 400, "bad_message", shows);
    }

    /** An event that is malformed or illegal. */
    Table event(String body, String... shows) {
      return row(Call.post("/v1/topics/t/events", body), 400, "bad_message", shows);
    }

    List<Refused> rows() {
      return rows;
    }
  }
}
