package dev.fanfare;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of an instance work, and may do nothing else. */
@Timeout(120)
class PagesIT {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static InstanceProcess instance;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() {
    instance =
        InstanceProcess.launch("pages", "--allow-host", "fan.example,*.board.example").awaitReady();
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @Test
  void the_board_works_under_its_policy() {
    BoardPage alice = CHROMIUM.open(instance, "alice");
    alice.save("101", "under a policy");
    assertThat(alice.complaints()).isEmpty();
  }

  @Test
  void the_api_page_works_under_its_policy() {
    Page docs = CHROMIUM.open(instance.url() + "/docs", complaints);
    docs.getByText("/v1/topics/{topic}", new Page.GetByTextOptions().setExact(true))
        .first()
        .click();
    docs.getByText("Try it out").click();
    docs.locator("tr[data-param-name=topic] input").fill("t");
    docs.getByText("Execute").click();
    assertThat(docs.locator(".responses-inner").first()).containsText("\"topic\"");
    assertThat(complaints).isEmpty();
  }

  @Test
  void a_script_in_a_page_does_not_run() {
    Page board = CHROMIUM.open(instance.url(), complaints);
    board.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            + " document.body.append(s) }");
    assertThat(board.evaluate("() => window.ran === undefined")).isEqualTo(true);
    assertThat(complaints).anyMatch(it -> it.contains("Content Security Policy"));
  }

  /**
   * As a newcomer does it: the README's page in a file server, and the client from the instance.
   */
  @Test
  void a_page_without_a_bundler_takes_the_client_from_the_server() throws IOException {
    String readme = Files.readString(Repository.ROOT.resolve("clients/typescript/README.md"));
    String page =
        Pattern.compile("```html\n(.*?)```", Pattern.DOTALL)
            .matcher(readme)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1)
            .replace("http://localhost:8123", instance.url());
    byte[] html = page.getBytes(UTF_8);
    HttpServer files =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/",
        call -> {
          call.getResponseHeaders().set("Content-Type", "text/html");
          call.sendResponseHeaders(200, html.length);
          call.getResponseBody().write(html);
          call.close();
        });
    files.start();
    try {
      instance.post(
          "/v1/topics/board:42/events", "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"hello\"}");
      Page newcomer = CHROMIUM.open("about:blank", complaints);
      ConsoleMessage shown =
          newcomer.waitForConsoleMessage(
              () -> newcomer.navigate("http://localhost:" + files.getAddress().getPort()));
      assertThat(shown.args().getFirst().evaluate("states => states[0].data")).isEqualTo("hello");
    } finally {
      files.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"fan.example, 200", "a.board.example:81, 200", "evil.example, 421"})
  void a_host_is_served_if_it_is_allowed(String host, int status) throws IOException {
    int port = URI.create(instance.url()).getPort();
    try (RawSocket raw = RawSocket.over(new Socket(InetAddress.getLoopbackAddress(), port))) {
      raw.send(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void no_page_may_be_framed_or_sniffed() {
    for (String path : List.of("/", "/docs/index.html", "/index.html")) {
      HttpHeaders headers = instance.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy"))
          .hasValueSatisfying(it -> assertThat(it).contains("frame-ancestors 'none'"))
          .hasValueSatisfying(it -> assertThat(it).contains("default-src 'none'"))
          .hasValueSatisfying(it -> assertThat(it).doesNotContain("script-src 'unsafe-inline'"));
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
    }
    for (String path :
        List.of("/", "/board.css", "/health", "/prometheus", "/v1/topics/t", "/no")) {
      assertThat(instance.get(path).headers().allValues("X-Content-Type-Options"))
          .as(path)
          .containsExactly("nosniff");
    }
  }
}
