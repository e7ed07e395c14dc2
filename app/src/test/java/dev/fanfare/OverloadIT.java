package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sockets that take nothing of a snapshot, each of another version of the topic. */
@Timeout(120)
class OverloadIT {
  /** Each socket holds a message of 256 KiB; an eighth of the heap has room for 48 of them. */
  private static final int SOCKETS = 120;

  private static final int KEYS = 20;
  private static final String DATA = "x".repeat(60_000);
  private static final Pattern OVERLOADED = Pattern.compile("(?m)^fanfare_overloaded_total (\\S+)");
  private static final Pattern SESSIONS = Pattern.compile("(?m)^fanfare_sessions (\\S+)");

  @RegisterExtension static final Instances INSTANCES = new Instances();

  @Test
  void sockets_that_take_nothing_are_closed_and_others_get_their_snapshot() throws IOException {
    InstanceProcess small = INSTANCES.launch("small", "-Xmx96m").awaitReady();
    for (int key = 0; key < KEYS; key++) {
      publish(small, key);
    }
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < SOCKETS; i++) {
        silent.add(join(small));
        publish(small, i % KEYS);
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> value(small, OVERLOADED) > 0);
      await().atMost(Duration.ofSeconds(30)).until(() -> value(small, SESSIONS) < SOCKETS);
      TopicView honest = new TopicView();
      try (WebSocketReader reader = WebSocketReader.connect(small.socket("large"))) {
        reader.next("welcome");
        while (honest.state().size() < KEYS) {
          honest.apply(reader.next("delta"));
        }
      }
      assertThat(small.isReady()).isTrue();
      assertThat(small.log()).doesNotContain("ERROR", "OutOfMemory");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static void publish(InstanceProcess instance, int key) {
    String event = "{\"kind\":\"state\",\"key\":\"%d\",\"data\":\"%s\"}".formatted(key, DATA);
    assertThat(instance.post("/v1/topics/large/events", event).statusCode()).isEqualTo(200);
  }

  /** Joins, and reads only the answer to its upgrade. */
  private static Socket join(InstanceProcess instance) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    int port = URI.create(instance.url()).getPort();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(RawSocket.upgrade("?topic=large"));
    byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
    assertThat(new String(begin, UTF_8)).isEqualTo("HTTP/1.1 101");
    return socket;
  }

  private static double value(InstanceProcess instance, Pattern metric) {
    Matcher value = metric.matcher(instance.get("/prometheus").body());
    assertThat(value.find()).isTrue();
    return Double.parseDouble(value.group(1));
  }
}
