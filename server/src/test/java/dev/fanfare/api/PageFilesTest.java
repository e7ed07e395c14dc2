package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the board and of the API's page. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageFilesTest {
  private static final String BUNDLE = "/swagger-ui/res/swagger-ui-bundle.js";

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html, The board",
    "/index.html, text/html, The board",
    "/?who=alice, text/html, The board",
    "/board.css, text/css, {",
    "/main.js, text/javascript, WebSocket",
    "/fanfare.js, text/javascript, connect",
    "/docs, text/html, swagger-ui",
    "/docs/, text/html, swagger-ui",
    "/docs/index.html, text/html, swagger-ui",
    "/swagger-ui/res/swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
    "/swagger-ui/res/swagger-ui-standalone-preset.js, text/javascript, Standalone",
    "/swagger-ui/res/swagger-ui.css, text/css, swagger-ui",
    "/swagger-ui/res/favicon-32x32.png, image/png, PNG",
    "/swagger/openapi.yml, application/yaml, openapi:",
  })
  void each_file_has_its_type(String path, String type, String contains) {
    Answer answer = instance.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith(type);
    assertThat(answer.body()).contains(contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/main.js", "/docs", BUNDLE, "/swagger/openapi.yml"})
  void a_file_that_the_browser_has_is_not_sent_again(String path) {
    String head = head(path, "");
    String etag = head.lines().filter(it -> it.startsWith("ETag: ")).findFirst().orElseThrow();
    String tag = etag.substring("ETag: ".length());
    assertThat(tag).matches("\"[0-9a-f]{32}\"");
    assertThat(head).contains("Cache-Control: no-cache");
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      String again = head(path, "if-none-match: " + known + "\r\n");
      assertThat(again).as(known).startsWith("HTTP/1.1 304 ").contains(etag);
    }
    assertThat(head(path, "if-none-match: \"other\"\r\n")).startsWith("HTTP/1.1 200 ");
  }

  private String head(String path, String header) {
    try (RawSocket socket = RawSocket.connect(instance)) {
      socket.send(
          ("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n" + header + "\r\n")
              .getBytes(US_ASCII));
      return socket.readHead();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void files_can_only_be_read(String method) {
    for (String path : List.of("/", "/main.js", "/docs", "/swagger/openapi.yml")) {
      instance
          .send(instance.request(path).method(method, BodyPublishers.noBody()))
          .isProblem(405, "not_allowed", path, method, "GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/main.js.map",
        "/public/index.html",
        "/docs/../application.yml",
        "/../application.yml",
        "/..%2fapplication.yml",
        "/%2e%2e/application.yml",
        "/docs/%2e%2e%2f%2e%2e%2fapplication.yml",
        "/swagger/../../application.yml",
        "/swagger/",
        "/swagger-ui/res",
        "/swagger-ui/res/",
        "/docs/res/../../index.html",
        "//index.html",
        "/index.html/",
        "/index.html%00",
        "/index%2ehtml",
        "/INDEX.HTML",
        "/application.yml",
        "/redis/publish.lua",
      })
  void there_are_no_other_files(String path) {
    // A path that looks like the name of a host is malformed.
    boolean isMalformed = path.startsWith("//");
    assertThat(head(path, "")).startsWith(isMalformed ? "HTTP/1.1 400 " : "HTTP/1.1 404 ");
  }

  @Test
  void no_file_is_open_for_a_reader_that_leaves_or_stays() throws IOException {
    List<RawSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawSocket staying = RawSocket.connect(instance);
        staying.send(("GET " + BUNDLE + " HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(US_ASCII));
        staying.readHead();
        open.add(staying);
      }
      assertThat(openFiles()).noneMatch(file -> file.endsWith("swagger-ui-bundle.js"));
    } finally {
      open.forEach(RawSocket::close);
    }
  }

  private static List<String> openFiles() throws IOException {
    List<String> files = new ArrayList<>();
    try (var links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : links) {
        if (Files.isSymbolicLink(link)) {
          files.add(Files.readSymbolicLink(link).toString());
        }
      }
    }
    return files;
  }
}
