package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.fanfare.topic.InvalidValueException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the received text. It is checked but not interpreted, so that it can be passed
 * on unchanged.
 *
 * @param token its first token
 * @param json its text
 * @param text the characters of a string; null for any other value
 */
public record JsonValue(JsonToken token, String json, @Nullable String text) {
  /**
   * How many levels deep arrays and objects may be nested in any text. {@code data} has at most
   * half of them, and a message adds a few levels to that, so whatever is accepted can be read
   * again.
   */
  static final int MAX_DEPTH = 2 * DraftReader.MAX_DATA_DEPTH;

  private static final int MAX_TOKEN_CHARS_IN_MESSAGES = 40;

  /**
   * Only the size and the depth of a text are limited. The parser's own limits for numbers, names
   * and strings would refuse {@code data} that is within its limit.
   */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  /**
   * Characters of two UTF-16 units are not escaped.
   *
   * <p>Names are not collected in the parser's symbol table. All parsers share that table, and it
   * refuses names with equal hashes, so a text could be refused because of an earlier one.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(LIMITS)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .errorReportConfiguration(
              ErrorReportConfiguration.builder()
                  .maxErrorTokenLength(MAX_TOKEN_CHARS_IN_MESSAGES)
                  .build())
          .build();

  /**
   * Reads a text that is one JSON value and nothing else.
   *
   * @throws ProtocolException if it is anything else
   */
  public static JsonValue parse(String json) {
    return reading(
        json,
        parser -> {
          if (parser.nextToken() == null) {
            throw bad("the message is empty: expected JSON");
          }
          JsonValue value = next(parser, json);
          checkEnd(parser);
          return value;
        });
  }

  public boolean isNull() {
    return token == JsonToken.VALUE_NULL;
  }

  public boolean isArray() {
    return token == JsonToken.START_ARRAY;
  }

  /** How deep arrays and objects are nested in it; 0 for any other value. */
  int depth() {
    int depth = 0;
    int deepest = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '\\' -> i++;
        case '"' -> quoted = !quoted;
        case '[', '{' -> deepest = Math.max(deepest, quoted ? 0 : ++depth);
        case ']', '}' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
    }
    return deepest;
  }

  /** The elements of an array. */
  List<JsonValue> elements() {
    return reading(
        json,
        parser -> {
          parser.nextToken();
          List<JsonValue> elements = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(next(parser, json));
          }
          return elements;
        });
  }

  /**
   * The fields of an object by name.
   *
   * @param twice the names that came more than once
   */
  record Fields(Map<String, JsonValue> byName, List<String> twice) {}

  /**
   * Reads the fields of a text that is one JSON object and nothing else.
   *
   * @return null if it is no object
   * @throws ProtocolException if it begins like an object but is none, or has more text after it
   */
  static @Nullable Fields fields(String json) {
    return reading(
        json,
        parser -> {
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
          }
          Fields fields = new Fields(new HashMap<>(), new ArrayList<>(0));
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.byName().put(name, next(parser, json)) != null) {
              fields.twice().add(name);
            }
          }
          checkEnd(parser);
          return fields;
        });
  }

  /**
   * The first field of this name in a text that begins like an object. What comes after it need not
   * be JSON.
   *
   * @return null if there is none that can be read
   */
  static @Nullable JsonValue firstIn(String json, String name) {
    try {
      return reading(
          json,
          parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
              return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
              boolean found = parser.currentName().equals(name);
              parser.nextToken();
              JsonValue value = next(parser, json);
              if (found) {
                return value;
              }
            }
            return null;
          });
    } catch (ProtocolException ignored) {
      return null;
    }
  }

  private static void checkEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw bad("more after the JSON value, at " + column(parser));
    }
  }

  /** The value as a message shows it. */
  String shown() {
    return InvalidValueException.shown(text == null ? (Object) new Excerpt(json) : text);
  }

  private record Excerpt(String json) {
    @Override
    public String toString() {
      String quoted = InvalidValueException.shown(json);
      int end = quoted.lastIndexOf('"');
      return quoted.substring(1, end) + quoted.substring(end + 1);
    }
  }

  private static JsonValue next(JsonParser parser, String json) throws IOException {
    JsonToken token = parser.currentToken();
    int start = (int) parser.currentTokenLocation().getCharOffset();
    String text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    return new JsonValue(token, json.substring(start, end), text);
  }

  private interface Parsing<T extends @Nullable Object> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * The parser fails at a name with a lone surrogate; then no field could be read, not even the id.
   * So it reads again, in a text of the same length without lone surrogates. The values are cut
   * from the received text.
   */
  private static <T extends @Nullable Object> T reading(String json, Parsing<T> reading) {
    try {
      return readingOnce(json, reading);
    } catch (JsonProcessingException e) {
      String readable = Utf8.withoutLoneSurrogates(json);
      if (readable.equals(json)) {
        throw refused(json, e);
      }
      try {
        return readingOnce(readable, reading);
      } catch (JsonProcessingException still) {
        throw refused(json, still);
      }
    }
  }

  private static <T extends @Nullable Object> T readingOnce(String json, Parsing<T> reading)
      throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return reading.read(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string failed", e);
    }
  }

  private static ProtocolException refused(String json, JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return bad(
          "JSON of "
              + json.length()
              + " characters is nested more than "
              + MAX_DEPTH
              + " levels deep: expected at most "
              + MAX_DEPTH
              + ", and "
              + DraftReader.MAX_DATA_DEPTH
              + " in field \"data\"");
    }
    long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
    return bad(
        "malformed JSON at character "
            + at
            + " of "
            + InvalidValueException.shown(json)
            + ": "
            + reason(e));
  }

  /** Why it is no JSON, without the parser's description of its source. */
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int source = message.indexOf(" (start marker at [Source");
    return InvalidValueException.visible(source < 0 ? message : message.substring(0, source));
  }

  private static String column(JsonParser parser) {
    return "character " + parser.currentTokenLocation().getCharOffset();
  }
}
