package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * The API's document, {@code openapi.yml}, and what it says about a call. Every call of the tests
 * is checked, so the document and the server cannot disagree unnoticed:
 *
 * <ul>
 *   <li>The status, the type and the body of an answer are in the document. A call that it does not
 *       have is answered with a problem.
 *   <li>A request that is accepted is valid by the document.
 *   <li>A request that is refused with 400 for one of its fields is invalid by the document, unless
 *       no schema can say why ({@link #UNSAYABLE}).
 * </ul>
 *
 * Exempt are the pages and the metrics, which are no calls, CORS preflights, and requests that are
 * not valid HTTP/1.1 or URIs: for them the document has no words.
 */
public final class ApiDocument {
  private static final String FILE = "server/src/main/resources/openapi.yml";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonNode DOCUMENT = read();
  private static final Map<String, Schema> KNOWN = new ConcurrentHashMap<>();

  /** The board, the page with this document, and the metrics. */
  private static final Pattern NO_CALLS =
      Pattern.compile(
          "/|/(index\\.html|board\\.css|(main|fanfare)\\.js|prometheus|metrics)|/(docs|swagger|swagger-ui)(/.*)?");

  /** How a refusal names a field. */
  private static final Pattern OF_A_FIELD =
      Pattern.compile("(event \\[\\d+]: )?field \".*", Pattern.DOTALL);

  /**
   * Why a field may be refused although it has the right shape: JSON Schema knows no double fields
   * and no surrogates, takes 1e3 for an integer, and does not know what the other fields contain.
   */
  private static final Pattern UNSAYABLE =
      Pattern.compile("comes twice|surrogate|Unicode|levels deep|18 digits|2\\^53");

  private ApiDocument() {}

  /** Checks a call and its answer. */
  public static void check(Exchange exchange) {
    if (NO_CALLS.matcher(exchange.path()).matches() || exchange.method().equals("OPTIONS")) {
      return;
    }
    Operation operation = operation(exchange);
    List<String> wrong = new ArrayList<>(answerErrors(operation, exchange));
    boolean accepted = exchange.status() < 300;
    if (operation != null && accepted) {
      wrong.addAll(requestErrors(operation, exchange));
    }
    if (operation != null
        && refusesAField(exchange)
        && requestErrors(operation, exchange).isEmpty()) {
      wrong.add("the document allows what the server refuses");
    }
    assertThat(wrong).as("by openapi.yml: %s", exchange).isEmpty();
  }

  private static boolean refusesAField(Exchange exchange) {
    if (exchange.status() != 400) {
      return false;
    }
    String detail =
        parse(exchange.answer().body()).map(it -> it.path("detail").asText()).orElse("");
    return OF_A_FIELD.matcher(detail).matches() && !UNSAYABLE.matcher(detail).find();
  }

  /** An operation of the document, and the variables of its path. */
  private record Operation(JsonNode path, JsonNode operation, Map<String, String> variables) {
    List<JsonNode> parameters() {
      List<JsonNode> all = new ArrayList<>();
      path.path("parameters").forEach(it -> all.add(resolved(it)));
      operation.path("parameters").forEach(it -> all.add(resolved(it)));
      return all;
    }
  }

  private static @Nullable Operation operation(Exchange exchange) {
    String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
      Map<String, String> variables = variables(path.getKey(), exchange.path());
      JsonNode operation = path.getValue().path(method.toLowerCase(Locale.ROOT));
      if (variables != null && operation.isObject()) {
        return new Operation(path.getValue(), operation, variables);
      }
    }
    return null;
  }

  /** The variables of a path; null if it is not one of this template. */
  private static @Nullable Map<String, String> variables(String template, String path) {
    String[] names = template.split("/", -1);
    // A slash at the end changes nothing.
    String[] parts = path.replaceFirst("(?<=.)/$", "").split("/", -1);
    if (names.length != parts.length) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      if (names[i].startsWith("{") && !parts[i].isEmpty()) {
        variables.put(
            names[i].substring(1, names[i].length() - 1), decoded(parts[i].replace("+", "%2B")));
      } else if (!names[i].equals(parts[i])) {
        return null;
      }
    }
    return variables;
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, UTF_8);
    } catch (IllegalArgumentException malformed) {
      return part;
    }
  }

  private static List<String> answerErrors(@Nullable Operation operation, Exchange exchange) {
    int status = exchange.status();
    if (operation == null) {
      return status < 400
          ? List.of("the document has no such call")
          : errors(schema("#/components/schemas/Problem"), exchange.answer(), exchange);
    }
    JsonNode answer = resolved(operation.operation.path("responses").path(String.valueOf(status)));
    if (answer.isMissingNode()) {
      return List.of("the document has no status " + status);
    }
    JsonNode content = answer.path("content");
    if (content.isMissingNode()) {
      return List.of();
    }
    String type = exchange.answer().header("content-type").replaceAll(";.*", "");
    JsonNode schema = content.path(type).path("schema");
    return schema.isMissingNode()
        ? List.of("the document has no type \"" + type + "\" of the answer")
        : errors(schema, exchange.answer(), exchange);
  }

  private static List<String> errors(JsonNode schema, Exchange.Message answer, Exchange exchange) {
    if (exchange.method().equals("HEAD")) {
      return List.of();
    }
    return parse(answer.body())
        .map(body -> errors(closed(schema), body))
        .orElse(List.of("the answer is no JSON"));
  }

  private static List<String> requestErrors(Operation operation, Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    for (JsonNode parameter : operation.parameters()) {
      for (String value : values(parameter, operation, exchange)) {
        JsonNode schema = parameter.path("schema");
        wrong.addAll(
            errors(schema.has("items") ? schema.path("items") : schema, TextNode.valueOf(value)));
      }
    }
    JsonNode content = operation.operation.path("requestBody").path("content");
    if (content.isObject()) {
      String type = exchange.request().header("content-type").replaceAll(";.*", "").strip();
      // A body without a type, or with one that is no media type, is taken for JSON.
      String named = type.contains("/") ? type.toLowerCase(Locale.ROOT) : "application/json";
      JsonNode schema = content.path(named).path("schema");
      if (schema.isMissingNode()) {
        wrong.add("the document has no type \"" + type + "\" of the request");
      } else {
        wrong.addAll(
            parse(exchange.request().body())
                .map(body -> errors(schema, body))
                .orElse(List.of("the request is no JSON")));
      }
    }
    return wrong;
  }

  private static List<String> values(JsonNode parameter, Operation operation, Exchange exchange) {
    String name = parameter.path("name").asText();
    return switch (parameter.path("in").asText()) {
      case "path" -> List.of(Objects.requireNonNull(operation.variables.get(name), name));
      case "header" -> {
        String value = exchange.request().headers().get(name.toLowerCase(Locale.ROOT));
        yield value == null ? List.of() : List.of(value);
      }
      default -> queried(name, exchange.query());
    };
  }

  private static List<String> queried(String name, String query) {
    List<String> values = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        values.add(decoded(pair.substring(name.length() + 1)));
      }
    }
    return values;
  }

  /** What is wrong with a value by a schema of the document. */
  public static List<String> errors(JsonNode schema, JsonNode value) {
    Schema compiled =
        KNOWN.computeIfAbsent(
            schema.toString(),
            _ -> {
              ObjectNode root = JSON.createObjectNode();
              root.putArray("allOf").add(schema);
              root.set("components", DOCUMENT.path("components"));
              return SCHEMAS.getSchema(root);
            });
    return compiled.validate(value).stream().map(Object::toString).toList();
  }

  /** A schema of the document, by its address there. */
  public static JsonNode schema(String address) {
    return JSON.createObjectNode().put("$ref", address);
  }

  /**
   * The same schema, by which an answer has no other fields than the document says. For clients it
   * may have more some day.
   */
  private static JsonNode closed(JsonNode schema) {
    if (schema.has("$ref")) {
      return closed(resolved(schema));
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode closed = schema.deepCopy();
    for (String several : List.of("oneOf", "anyOf")) {
      if (closed.has(several)) {
        var all = JSON.createArrayNode();
        closed.path(several).forEach(it -> all.add(closed(it)));
        closed.set(several, all);
      }
    }
    if (closed.has("items")) {
      closed.set("items", closed(closed.path("items")));
    }
    if (closed.has("properties")) {
      ObjectNode properties = JSON.createObjectNode();
      closed
          .path("properties")
          .properties()
          .forEach(it -> properties.set(it.getKey(), closed(it.getValue())));
      closed.set("properties", properties);
      closed.put("additionalProperties", false);
    }
    return closed;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? resolved(DOCUMENT.at(node.path("$ref").asText().substring(1))) : node;
  }

  /** The whole document. */
  public static JsonNode document() {
    return DOCUMENT;
  }

  private static Optional<JsonNode> parse(String json) {
    try {
      return Optional.of(JSON.readTree(json)).filter(it -> !it.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** From the sources: tests of other modules have no server in their class path. */
  private static JsonNode read() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(FILE))) {
      folder = Objects.requireNonNull(folder.getParent(), FILE);
    }
    try (InputStream in = Files.newInputStream(folder.resolve(FILE))) {
      return JSON.valueToTree(new Yaml().load(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
