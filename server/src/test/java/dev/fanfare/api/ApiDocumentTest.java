package dev.fanfare.api;

import static dev.fanfare.ApiDocument.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.Answer;
import dev.fanfare.ApiDocument;
import dev.fanfare.Exchange;
import dev.fanfare.Exchange.Message;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.Repository;
import dev.fanfare.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The API's document agrees with the protocol and with the server. {@link ApiDocument} checks each
 * call that any test makes.
 */
@ExtendWith(NoComplaints.class)
final class ApiDocumentTest {
  private static final String EVENTS = "/v1/topics/t/events";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void each_example_is_accepted() {
    List<String> accepted = new ArrayList<>();
    try (Instance instance = Instance.start()) {
      for (Map.Entry<String, JsonNode> path : paths()) {
        String called = path.getKey().replace("{topic}", "board:42");
        JsonNode content = path.getValue().at("/post/requestBody/content/application~1json");
        for (JsonNode example : content.path("examples")) {
          Answer answer = instance.post(called, example.path("value").toString());
          assertThat(answer.status())
              .as("%s %s: %s", called, example, answer.body())
              .isEqualTo(200);
          accepted.add(called);
        }
      }
    }
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void the_served_document_is_the_one_that_the_tests_check() throws IOException {
    try (Instance instance = Instance.start()) {
      assertThat(instance.get("/swagger/openapi.yml").body())
          .isEqualTo(
              Files.readString(Repository.ROOT.resolve("server/src/main/resources/openapi.yml")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":{\"a\":1}}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":null}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":[1,\"a\",null]}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":7,\"ttlMs\":5000,\"user\":\"u\"}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"text\",\"ttlMs\":null,\"user\":null}",
        "{\"kind\":\"gone\",\"key\":\"k\"}",
        "{\"kind\":\"notice\",\"data\":false}",
        "[{\"kind\":\"notice\",\"data\":1},{\"kind\":\"gone\",\"key\":\"k\"}]",
      })
  void an_event_is_valid(String body) throws IOException {
    assertThat(ApiDocument.errors(publishing(), JSON.readTree(body))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":1}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"ttl\":5000}",
        "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"ttlMs\":0}",
        "{\"kind\":\"state\",\"key\":\" \",\"data\":1}",
        "{\"kind\":\"state\",\"key\":\"a\\n\",\"data\":1}",
        "{\"kind\":\"state\",\"data\":1}",
        "{\"kind\":\"notice\",\"data\":1,\"ttlMs\":5}",
        "{\"kind\":\"notice\"}",
        "{\"kind\":\"gone\",\"key\":\"k\",\"data\":1}",
        "{\"kind\":\"other\",\"key\":\"k\"}",
        "[]",
        "[1]",
        "7",
      })
  void anything_else_is_invalid(String body) throws IOException {
    assertThat(ApiDocument.errors(publishing(), JSON.readTree(body))).isNotEmpty();
  }

  private static JsonNode publishing() {
    return ApiDocument.document()
        .path("paths")
        .path("/v1/topics/{topic}/events")
        .at("/post/requestBody/content/application~1json/schema");
  }

  @Test
  void it_has_the_codes_of_the_protocol() {
    assertThat(ApiDocument.document().at("/components/schemas/Code/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList());
  }

  @Test
  void it_has_the_statuses_of_the_protocol() throws IOException {
    var documented = new TreeSet<>(List.of("404", "405"));
    paths()
        .forEach(path ->
            path.getValue()
                .forEach(
                    it -> it.path("responses").fieldNames().forEachRemaining(documented::add)));
    var row = Pattern.compile("(?m)^\\| ([45][0-9]{2})(, closes)? \\|");
    String protocol = Files.readString(Repository.ROOT.resolve("protocol/PROTOCOL.md"));
    assertThat(documented)
        .filteredOn(status -> status.compareTo("400") >= 0)
        .containsExactlyElementsOf(
            new TreeSet<>(row.matcher(protocol).results().map(it -> it.group(1)).toList()));
  }

  private static Set<Map.Entry<String, JsonNode>> paths() {
    return ApiDocument.document().path("paths").properties();
  }

  /** Calls that no server of this version makes: the check must find each of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"kind":"notice","data":1}        | 200 | {"position":"17"}                     | position
          {"kind":"notice","data":1}        | 200 | {"position":"1.a","more":1}           | more
          {"kind":"notice","data":1}        | 200 | {"positions":[]}                      | positions
          {"kind":"notice","data":1}        | 200 | {                                     | no JSON
          {"kind":"notice","data":1}        | 201 | {"position":"1.a"}                    | 201
          {"kind":"notice","data":1,"x":1}  | 200 | {"position":"1.a"}                    | x
          {"kind":"notice","data":1}        | 400 | {"type":"urn:fanfare:problem:bad_message","title":"t","status":400,"detail":"field \\"data\\" 1: bad","instance":"/","code":"bad_message"} | allows
          """)
  void a_call_that_contradicts_it_is_found(String sent, int status, String body, String shows) {
    String type = status < 400 ? "application/json" : "application/problem+json";
    Exchange exchange =
        new Exchange(
            new Message(Map.of("content-type", "application/json"), sent),
            "POST",
            EVENTS,
            status,
            new Message(Map.of("content-type", type), body));
    Assertions.assertThatThrownBy(() -> ApiDocument.check(exchange))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(shows);
  }

  @Test
  void a_schema_is_found_by_its_address() throws IOException {
    assertThat(
            ApiDocument.errors(schema("#/components/schemas/Position"), JSON.readTree("\"1.a\"")))
        .isEmpty();
    assertThat(ApiDocument.errors(schema("#/components/schemas/Position"), JSON.readTree("\"1\"")))
        .isNotEmpty();
  }
}
