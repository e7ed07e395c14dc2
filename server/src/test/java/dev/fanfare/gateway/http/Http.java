package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.RawSocket;

/** Requests and answers as they go over the wire. */
final class Http {
  static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";

  /** A header that sends a call the long way, as a page's call goes. */
  static final String OF_A_PAGE = "origin: http://localhost\r\n";

  private Http() {}

  static byte[] get(String path) {
    return bytes("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
  }

  static byte[] post(String topic, String headers, String body) {
    return bytes(
        "POST /v1/topics/%s/events HTTP/1.1\r\nhost: localhost\r\n%scontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(topic, headers, body.length(), body));
  }

  static byte[] repeated(byte[] request, int times) {
    return bytes(new String(request, ISO_8859_1).repeat(times));
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Fills the topic with this many states of the same size. */
  static void fill(Instance instance, String topic, int states) {
    String data = "x".repeat(60_000);
    for (int i = 0; i < states; i++) {
      instance.publish(
          topic, "{\"kind\":\"state\",\"key\":\"k%d\",\"data\":\"%s\"}".formatted(i, data));
    }
  }

  /** The length that a head announces. */
  static int length(String head) {
    String name = "content-length: ";
    int at = head.indexOf(name) + name.length();
    return Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
  }

  /** The body of an answer with this status. */
  static String answer(RawSocket socket, int status) {
    String head = socket.readHead();
    assertThat(head).startsWith("HTTP/1.1 " + status + " ");
    return new String(socket.read(length(head)), UTF_8);
  }
}
