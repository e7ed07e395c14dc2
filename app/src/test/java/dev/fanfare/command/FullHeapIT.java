package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with limits that are larger than its heap. */
@Timeout(120)
final class FullHeapIT {
  /**
   * The exit code of a virtual machine with -XX:+ExitOnOutOfMemoryError, which the server also
   * uses.
   */
  private static final int OUT_OF_MEMORY = 3;

  private static final int MOST_POSTS = 4_000;
  private static final Pattern PAGE = Pattern.compile("page +(http://localhost:\\d+)/");

  @Test
  void a_server_with_a_full_heap_ends_even_without_the_launcher() throws Exception {
    List<String> options =
        List.of("-Xmx48m", "-Dfanfare.state-bytes=1000000000", "-Dfanfare.store-bytes=1000000000");
    try (CommandProcess server = CommandProcess.with(options, "serve", "--port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      var page = PAGE.matcher(String.join("\n", server.awaitOut("page")));
      assertThat(page.find()).isTrue();
      String state = "{\"kind\":\"state\",\"key\":\"%d\",\"data\":\"" + "x".repeat(60_000) + "\"}";
      try {
        for (int i = 0; i < MOST_POSTS; i++) {
          post(client, page.group(1) + "/v1/topics/t" + i % 8 + "/events", state.formatted(i));
        }
      } catch (IOException ended) {
        // The server has ended, as it should.
      }
      assertThat(server.exitCode()).isEqualTo(OUT_OF_MEMORY);
      assertThat(server.err())
          .anyMatch(it -> it.contains("fanfare: ends") && it.contains("OutOfMemoryError"));
    }
  }

  private static void post(HttpClient client, String url, String json)
      throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.discarding());
  }
}
