package dev.fanfare.gateway.websocket;

import static dev.fanfare.RawSocket.text;
import static dev.fanfare.RawSocket.upgrade;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.RawSocket;
import dev.fanfare.TlsCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sockets work over TLS, too: the fast way to a socket goes through TLS if there is any. */
@Timeout(60)
final class TlsTest {
  @TempDir Path files;

  @Test
  void a_refusal_is_read_to_its_end_over_tls_too() throws Exception {
    TlsCertificate certificate = TlsCertificate.make(files);
    try (Instance instance = Instance.startWith(certificate.properties());
        RawSocket socket = certificate.connect(instance)) {
      socket.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.readToEnd())
          .startsWith("HTTP/1.1 421 ")
          .contains("evil.example")
          .endsWith("\"code\":\"misdirected\"}");
    }
  }

  @Test
  void events_over_tls_are_complete() throws Exception {
    TlsCertificate certificate = TlsCertificate.make(files);
    try (Instance instance = Instance.startWith(certificate.properties());
        RawSocket socket = certificate.connect(instance);
        RawSocket other = certificate.connect(instance)) {
      for (RawSocket each : new RawSocket[] {socket, other}) {
        each.send(upgrade("?topic=t"));
        assertThat(each.readHead()).contains("101 Switching Protocols");
        each.next("delta");
      }
      for (int i = 0; i < 50; i++) {
        String data = String.valueOf(i).repeat(1_000);
        socket.send(
            text(
                """
                {"type":"publish","id":"p","topic":"t","event":{"kind":"notice","data":"%s"}}
                """
                    .formatted(data)));
        assertThat(other.next(RawSocket.TEXT).text()).contains("\"data\":\"" + data + "\"");
      }
    }
  }
}
