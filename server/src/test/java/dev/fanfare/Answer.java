package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.JsonObject;
import java.util.List;
import java.util.Map;

/** The answer to an HTTP call. */
public record Answer(
    int status, String contentType, String body, Map<String, List<String>> headers) {
  /** An answer whose other headers do not matter. */
  public Answer(int status, String contentType, String body) {
    this(status, contentType, body, Map.of());
  }

  /** The values of a header, whose name is in small letters. */
  public List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  public JsonObject json() {
    return JsonObject.parse(body);
  }

  /** Checks that the answer is a complete problem with these values. */
  public void isProblem(int expectedStatus, String code, String path, String... shows) {
    assertThat(status).as(body).isEqualTo(expectedStatus);
    assertThat(contentType).as(body).startsWith("application/problem+json");
    JsonObject problem = json();
    assertThat(problem.string("code")).as(body).isEqualTo(code);
    assertThat(problem.string("type")).isEqualTo("urn:fanfare:problem:" + code);
    assertThat(problem.string("title")).isNotBlank();
    assertThat(problem.optionalInteger("status")).hasValue(expectedStatus);
    assertThat(problem.string("instance")).isEqualTo(path);
    assertThat(problem.string("detail")).isNotBlank().contains(shows);
  }
}
