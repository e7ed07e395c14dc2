package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Compressed bodies are refused. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EncodedBodyTest {
  private static final String PATH = "/v1/topics/t/events";
  private static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @AfterAll
  void stop() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    instance.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "x-gzip",
        "GZIP",
        "deflate",
        "snappy",
        "br",
        "zstd",
        "compress",
        "unheard-of",
        "gzip, gzip",
        "identity, gzip",
        "gzip;q=1",
        "\"gzip\""
      })
  void an_encoding_is_refused_and_nothing_is_logged(String encoding) {
    byte[] garbage = "\u0000ÿÿÿ no such thing".getBytes(ISO_8859_1);
    int before = log.list.size();
    refuses(encoding, HttpRequest.BodyPublishers.ofByteArray(garbage));
    refuses(encoding, BodyPublishers.ofByteArrays(Collections.nCopies(3, garbage)));
    refuses(encoding, BodyPublishers.noBody());
    assertThat(log.list.subList(before, log.list.size())).isEmpty();
    assertThat(instance.read("t").position()).isNull();
  }

  private void refuses(String encoding, HttpRequest.BodyPublisher body) {
    Answer answer =
        instance.send(
            instance
                .request(PATH)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(body));
    answer.isProblem(415, "not_json", PATH, "Content-Encoding", "expected none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/topics/t", "/", "/health/readiness", "/nothing", "/poc"})
  void other_calls_refuse_an_encoding_too(String path) {
    instance
        .send(instance.request(path).header("Content-Encoding", "gzip"))
        .isProblem(415, "not_json", path, "gzip");
  }

  @Test
  void a_page_can_read_the_refusal() {
    try (RawSocket socket = RawSocket.connect(instance)) {
      socket.send(
          String.join(
                  "\r\n",
                  "GET /v1/topics/t HTTP/1.1",
                  "host: localhost",
                  "origin: http://localhost:1",
                  "content-encoding: gzip",
                  "\r\n")
              .getBytes(ISO_8859_1));
      assertThat(socket.readHead().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 415 ")
          .contains("access-control-allow-origin: http://localhost:1");
    }
  }

  @Test
  void a_small_body_that_unpacks_to_a_large_one_is_not_unpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    refuses("gzip", BodyPublishers.ofByteArray(packed.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity"})
  void the_encoding_identity_is_accepted(String encoding) {
    Answer answer =
        instance.send(
            instance
                .request("/v1/topics/plain/events")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString(EVENT, UTF_8)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
