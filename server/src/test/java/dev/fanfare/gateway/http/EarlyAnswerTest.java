package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that is still sending its body receives the answer that ends its connection. */
@ExtendWith(NoComplaints.class)
@Timeout(60)
final class EarlyAnswerTest {
  private static final int BODY_BYTES = 262_143;
  private static final int TIMES = 500;

  @Test
  void an_answer_before_the_end_of_the_body_is_not_lost() {
    String request =
        "POST /v1/topics/t/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: text/plain\r\nContent-Length: "
            + BODY_BYTES
            + "\r\n\r\n"
            + "x".repeat(BODY_BYTES);
    try (Instance instance = Instance.start()) {
      for (int i = 0; i < TIMES; i++) {
        try (RawSocket raw = RawSocket.connect(instance)) {
          raw.send(request.getBytes(US_ASCII));
          assertThat(raw.readHead()).as("time %d", i).startsWith("HTTP/1.1 415 ");
        }
      }
    }
  }
}
