package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

/**
 * One HTTP call and its answer. The names of headers are in small letters.
 *
 * @param target the path and the query, as they were sent
 */
public record Exchange(Message request, String method, String target, int status, Message answer) {
  /** The headers, each with its first value, and the body. */
  public record Message(Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** A call of the JDK's client. */
  public static Exchange of(HttpRequest request, HttpResponse<String> response) {
    URI uri = request.uri();
    return new Exchange(
        new Message(firsts(request.headers().map()), body(request)),
        request.method(),
        uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
        response.statusCode(),
        new Message(firsts(response.headers().map()), response.body()));
  }

  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  private static Map<String, String> firsts(Map<String, List<String>> headers) {
    Map<String, String> firsts = new HashMap<>();
    headers.forEach(
        (name, values) -> firsts.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    return firsts;
  }

  /** The body that was sent: publishers of texts and arrays can be asked again. */
  private static String body(HttpRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(new Collecting(bytes)));
    return bytes.toString(UTF_8);
  }

  /** Receives everything at once, on the thread that subscribes. */
  private record Collecting(ByteArrayOutputStream bytes) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      byte[] array = new byte[part.remaining()];
      part.get(array);
      bytes.writeBytes(array);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {}
  }

  @Override
  public String toString() {
    String sent = request.body.substring(0, Math.min(request.body.length(), 500));
    String got = answer.body.substring(0, Math.min(answer.body.length(), 500));
    return method
        + " "
        + target
        + " "
        + request.headers
        + "\n"
        + sent
        + "\n"
        + status
        + " "
        + answer.headers
        + "\n"
        + got;
  }
}
