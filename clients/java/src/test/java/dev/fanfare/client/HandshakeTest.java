package dev.fanfare.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that open a WebSocket, but not ours: one clear error, no further try. */
@Timeout(30)
class HandshakeTest {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final byte[] HELLO = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};

  @ParameterizedTest
  @CsvSource({
    "fanfare.v9, protocol",
    "'', speaks protocol \"\": expected fanfare.v1",
    "fanfare.v1, cannot be read: malformed JSON"
  })
  void whoSpeaksSomethingElseIsNotFanfare(String subprotocol, String why) throws IOException {
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Fanfare fanfare = Fanfare.connect(URI.create("http://127.0.0.1:" + door.getLocalPort()))) {
      Thread.ofVirtual().start(() -> greet(door, subprotocol));
      FanfareException failure = Failures.of(fanfare.follow("board:42").firstOrError());
      assertThat(failure.reason()).isEqualTo(FanfareException.Reason.NOT_FANFARE);
      assertThat(failure).hasMessageContaining(why);
    }
  }

  @Test
  void aHostThatIsNotThereIsSaidToBeSo() {
    try (Fanfare fanfare = Fanfare.connect(URI.create("http://no.such.host.invalid"))) {
      FanfareException failure = Failures.of(fanfare.follow("board:42").firstOrError());
      assertThat(failure).hasMessageContaining("there is no such host");
    }
  }

  private static void greet(ServerSocket door, String subprotocol) {
    try (Socket client = door.accept();
        Scanner request = new Scanner(client.getInputStream(), US_ASCII)) {
      String accept = accept(key(request));
      String agreed =
          subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: %s\r\n%s\r\n".formatted(accept, agreed);
      client.getOutputStream().write(answer.getBytes(US_ASCII));
      client.getOutputStream().write(HELLO);
      while (request.hasNext()) {
        request.next();
      }
    } catch (IOException e) {
      // The client has had enough.
    }
  }

  private static @Nullable String key(Scanner request) {
    String key = null;
    for (String line = request.nextLine(); !line.isEmpty(); line = request.nextLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return key;
  }

  private static String accept(@Nullable String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
