package dev.fanfare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads along what a {@link RawSocket} sends and receives, and passes each HTTP call with its
 * answer to the {@link ApiDocument}. It ends at the first request that is not plain HTTP/1.1 with a
 * length: tests send such requests to see them refused, and the document has no words for them.
 */
final class WireTap {
  private record Sent(String method, String target, Exchange.Message request) {}

  private final Queue<Sent> unanswered = new ArrayDeque<>();
  private final StringBuilder sending = new StringBuilder();
  private @Nullable Head answer;
  private boolean ended;

  private record Head(int status, Map<String, String> headers) {}

  void onSent(byte[] bytes) {
    if (ended) {
      return;
    }
    sending.append(new String(bytes, ISO_8859_1));
    while (!ended && takeRequest()) {}
  }

  private boolean takeRequest() {
    int end = sending.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String[] lines = sending.substring(0, end).split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    Map<String, String> headers = headers(lines);
    if (headers == null
        || words.length != 3
        || !words[1].matches("/[!-~]*")
        || !words[2].equals("HTTP/1.1")
        || headers.containsKey("transfer-encoding")
        || headers.containsKey("upgrade")
        || !headers.getOrDefault("content-length", "0").matches("[0-9]{1,8}")) {
      ended = true;
      return false;
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (sending.length() < end + 4 + length) {
      return false;
    }
    String body = sending.substring(end + 4, end + 4 + length);
    sending.delete(0, end + 4 + length);
    unanswered.add(
        new Sent(
            words[0],
            words[1],
            new Exchange.Message(headers, new String(body.getBytes(ISO_8859_1), UTF_8))));
    return true;
  }

  /** The headers; null if one is malformed or comes twice. */
  private static @Nullable Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1
          || headers.put(
                  lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                  lines[i].substring(colon + 1).strip())
              != null) {
        return null;
      }
    }
    return headers;
  }

  void onHead(String head) {
    if (ended) {
      return;
    }
    String[] lines = head.strip().split("\r\n", -1);
    Map<String, String> headers = headers(lines);
    int status = Integer.parseInt(lines[0].substring(9, 12));
    if (answer != null || headers == null || status == 101) {
      ended = true; // the test does not read every body, or the connection is no HTTP any more
    } else if (status >= 200) {
      answer = new Head(status, headers);
    }
  }

  void onBody(byte[] bytes) {
    Head head = answer;
    Sent sent = unanswered.peek();
    if (ended || head == null || sent == null) {
      return;
    }
    if (!String.valueOf(bytes.length).equals(head.headers.get("content-length"))) {
      ended = true;
      return;
    }
    answer = null;
    unanswered.remove();
    ApiDocument.check(
        new Exchange(
            sent.request,
            sent.method,
            sent.target,
            head.status,
            new Exchange.Message(head.headers, new String(bytes, UTF_8))));
  }
}
