package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.Answer;
import dev.fanfare.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Well-behaved clients with limited patience. Each call has a connection of its own, and a client
 * comes back when the server says so.
 */
final class Honest {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int CALL_MILLIS = 5_000;
  private static final int FIRST_DO_NOT_COME_BACK = 4500;
  private static final Pattern STATUS = Pattern.compile("^HTTP/1.1 (\\d{3})");
  private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *(\\d+)");
  private static final Pattern TYPE = Pattern.compile("(?i)\ncontent-type: *([^\r]*)");

  private Honest() {}

  /** A connection that gives up after this time without a byte. */
  static RawSocket connect(int port, int timeoutMillis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
      RawSocket raw = RawSocket.over(socket);
      socket.setSoTimeout(timeoutMillis);
      return raw;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  static Answer get(int port, String path) throws IOException {
    return call(port, request("GET", path, "", ""));
  }

  /** Publishes. Other headers are whole lines, each with its line end. */
  static Answer post(int port, String topic, String json, String headers) throws IOException {
    return call(port, publication(topic, json, headers));
  }

  static byte[] publication(String topic, String json, String headers) {
    String length = "Content-Length: " + json.getBytes(UTF_8).length + "\r\n";
    String type = "Content-Type: application/json\r\n";
    return request("POST", "/v1/topics/" + topic + "/events", type + length + headers, json);
  }

  static Answer readAnswer(RawSocket socket) throws IOException {
    String head = socket.readHead();
    int length = Integer.parseInt(find(LENGTH, head).orElse("0"));
    int status = Integer.parseInt(find(STATUS, head).orElseThrow(() -> new IOException(head)));
    return new Answer(status, find(TYPE, head).orElse(""), new String(socket.read(length), UTF_8));
  }

  /**
   * Joins a topic, and comes back as often as the server asks for it.
   *
   * @return the reason why the snapshot is incomplete; empty if it is complete
   */
  static Optional<String> join(int port, String topic) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    String why;
    do {
      try (RawSocket socket = connect(port, (int) PATIENCE.toMillis())) {
        socket.send(RawSocket.upgrade("?topic=" + topic));
        String head = socket.readHead();
        why = head.startsWith("HTTP/1.1 101") ? readSnapshot(socket) : firstLine(head);
        if (why.isEmpty()) {
          return Optional.empty();
        }
        if (!mayComeBack(why)) {
          break;
        }
      } catch (IOException | UncheckedIOException e) {
        why = e.toString();
      }
    } while (System.nanoTime() < endNanos);
    return Optional.of("a joiner of " + topic + " got no snapshot: " + why);
  }

  /** Empty once the whole snapshot has come. */
  private static String readSnapshot(RawSocket socket) {
    while (true) {
      RawSocket.Frame frame = socket.next();
      if (frame.opcode() == RawSocket.CLOSE) {
        return "closed with " + frame.closeCode();
      }
      // Not parsed: only its arrival matters, not its content.
      String text = frame.opcode() == RawSocket.TEXT ? frame.text() : "";
      if (text.startsWith("{\"type\":\"delta\"") && !text.contains("\"more\":true")) {
        return "";
      }
    }
  }

  private static boolean mayComeBack(String why) {
    return why.contains(" 503 ")
        || (why.startsWith("closed with ")
            && Integer.parseInt(why.substring("closed with ".length())) < FIRST_DO_NOT_COME_BACK);
  }

  private static Answer call(int port, byte[] request) throws IOException {
    try (RawSocket socket = connect(port, CALL_MILLIS)) {
      socket.send(request);
      return readAnswer(socket);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof SocketTimeoutException) {
        throw new IOException("no answer after " + CALL_MILLIS + " ms", e);
      }
      throw e.getCause();
    }
  }

  private static byte[] request(String method, String path, String headers, String body) {
    return String.format(
            Locale.ROOT,
            "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s",
            method,
            path,
            headers,
            body)
        .getBytes(UTF_8);
  }

  private static Optional<String> find(Pattern pattern, String head) {
    return Optional.of(pattern.matcher(head)).filter(Matcher::find).map(it -> it.group(1));
  }

  private static String firstLine(String head) {
    return head.lines().findFirst().orElse("");
  }
}
