package dev.fanfare.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code Accept}. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NegotiationTest {
  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  private Answer get(String path, String accept) {
    return instance.send(instance.request(path).header("Accept", accept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/*",
        "application/json;charset=utf-7",
        "application/json;q=0.1",
        "application/json;charset=nonsense;x=y",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/csv, application/json;q=0.1",
        "nonsense",
      })
  void json_is_answered_and_nothing_of_the_accept_header_is_repeated(String accept) {
    for (String path : new String[] {"/v1/topics/t", "/health"}) {
      Answer answer = get(path, accept);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.contentType()).isEqualTo("application/json");
    }
    assertThat(get("/v1/nothing", accept).contentType()).isEqualTo("application/problem+json");
    assertThat(get("/v1/topics/t*", accept).contentType()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json;q=0, 406",
    "'application/json;q=0, */*', 406",
    "text/csv, 406",
    "text/csv;q=0, 406",
  })
  void a_client_that_does_not_accept_json_is_refused(String accept, int status) {
    get("/v1/topics/t", accept)
        .isProblem(status, "bad_message", "/v1/topics/t", "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain;charset=utf-7",
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
      })
  void metrics_are_text_whatever_the_client_accepts(String accept) {
    Answer answer = get("/prometheus", accept);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/plain").doesNotContain("utf-7");
    assertThat(answer.body()).contains("fanfare_hosts_refused_total", "fanfare_origins_refused");
  }
}
