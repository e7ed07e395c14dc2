package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short way and the one through Micronaut on one connection. */
@ExtendWith(NoComplaints.class)
@Timeout(60)
final class ShortWayTest {
  private static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";
  private static final String BAD = "{\"kind\":\"notice\"}";

  @Test
  void both_ways_take_turns_on_one_connection_and_all_calls_are_answered_in_order() {
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      int stored = 0;
      for (int round = 0; round < 20; round++) {
        socket.send(
            (post("", EVENT).repeat(30)
                    + get()
                    + post("", BAD)
                    + post("", EVENT)
                    + chunked(EVENT)
                    + post("origin: http://localhost\r\n", EVENT)
                    + post("", EVENT))
                .getBytes(UTF_8));
        for (int i = 0; i < 30; i++) {
          isStored(socket, ++stored);
        }
        isAnswered(socket, 200);
        isAnswered(socket, 400);
        for (int i = 0; i < 4; i++) {
          isStored(socket, ++stored);
        }
        socket.send(post("", EVENT).getBytes(UTF_8));
        isStored(socket, ++stored);
      }
    }
  }

  @Test
  void a_client_that_expects_100_continue_receives_it() {
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      String call = post("expect: 100-continue\r\n", EVENT);
      int head = call.length() - EVENT.length();
      socket.send(call.substring(0, head).getBytes(UTF_8));
      assertThat(socket.readHead()).startsWith("HTTP/1.1 100 ");
      socket.send(call.substring(head).getBytes(UTF_8));
      isStored(socket, 1);
      socket.send(post("", EVENT).getBytes(UTF_8));
      isStored(socket, 2);
    }
  }

  @Test
  void an_upgrade_of_an_ordinary_call_is_ignored_and_the_call_is_answered() {
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      for (int i = 1; i <= 100; i++) {
        socket.send(post("connection: upgrade\r\nupgrade: websocket\r\n", EVENT).getBytes(UTF_8));
        isStored(socket, i);
      }
    }
  }

  @Test
  void nothing_is_read_from_a_client_that_does_not_read() {
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      Thread.startVirtualThread(() -> socket.send(post("", EVENT).repeat(20_000).getBytes(UTF_8)));
      for (int i = 1; i <= 20_000; i++) {
        isStored(socket, i);
      }
    }
  }

  private static void isStored(RawSocket socket, int seq) {
    assertThat(isAnswered(socket, 200)).startsWith("{\"position\":\"" + seq + ".");
  }

  private static String isAnswered(RawSocket socket, int status) {
    String head = socket.readHead();
    assertThat(head).startsWith("HTTP/1.1 " + status + " ");
    String length = "content-length: ";
    int at = head.indexOf(length) + length.length();
    return new String(
        socket.read(Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)))), UTF_8);
  }

  private static String post(String headers, String body) {
    return "POST /v1/topics/t/events HTTP/1.1\r\nhost: localhost\r\n%scontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(headers, body.length(), body);
  }

  private static String chunked(String body) {
    return "POST /v1/topics/t/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(body.length(), body);
  }

  private static String get() {
    return "GET /v1/topics/t HTTP/1.1\r\nhost: localhost\r\n\r\n";
  }
}
