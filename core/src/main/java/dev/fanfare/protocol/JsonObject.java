package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import com.fasterxml.jackson.core.JsonToken;
import dev.fanfare.topic.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a message: its fields by name, each as the received text. The type of a field
 * is checked when the field is read, so that every refusal can name it.
 */
public final class JsonObject {
  private final Map<String, JsonValue> fields;

  private JsonObject(Map<String, JsonValue> fields) {
    this.fields = fields;
  }

  /**
   * Reads a text that is one JSON object and nothing else.
   *
   * @throws ProtocolException if it is anything else
   */
  public static JsonObject parse(String json) {
    JsonValue.Fields fields = JsonValue.fields(json);
    if (fields == null) {
      throw notAnObject(JsonValue.parse(json));
    }
    if (!fields.twice().isEmpty()) {
      String first = InvalidValueException.shown(fields.twice().getFirst());
      throw bad("field " + first + " comes twice: expected once");
    }
    return new JsonObject(fields.byName());
  }

  /** The elements of a value that is an array of objects. */
  public static List<JsonObject> all(JsonValue value) {
    if (!value.isArray()) {
      throw bad(value.shown() + ": expected an array of objects");
    }
    return value.elements().stream().map(JsonObject::of).toList();
  }

  /** The fields of a value that is an object. */
  public static JsonObject of(JsonValue value) {
    if (value.token() != JsonToken.START_OBJECT) {
      throw notAnObject(value);
    }
    return parse(value.json());
  }

  private static ProtocolException notAnObject(JsonValue value) {
    return bad(value.shown() + ": expected an object");
  }

  /**
   * Refuses fields with other names than these. So nothing that a client wrote is dropped in
   * silence.
   *
   * @throws ProtocolException that names the field, and the known one that was probably meant
   */
  public JsonObject only(List<String> known) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        String expected =
            NearestName.of(name, known)
                .map(meant -> "did you mean \"" + meant + "\"?")
                .orElseGet(() -> "expected only " + String.join(", ", known));
        throw bad("field " + InvalidValueException.shown(name) + " is unknown: " + expected);
      }
    }
    return this;
  }

  /** The object without these fields. */
  public JsonObject without(List<String> names) {
    Map<String, JsonValue> others = new HashMap<>(fields);
    others.keySet().removeAll(names);
    return new JsonObject(others);
  }

  /** The text of a field that must be a string. */
  public String string(String name) {
    return text(name, required(name, "a string"));
  }

  /** A field that must be an object. */
  public JsonObject object(String name) {
    JsonValue value = required(name, "an object");
    if (value.token() != JsonToken.START_OBJECT) {
      throw wrong(name, value, "an object");
    }
    return of(value);
  }

  /** A field that must be an array of objects. */
  public List<JsonObject> objects(String name) {
    JsonValue value = required(name, "an array of objects");
    if (!value.isArray()) {
      throw wrong(name, value, "an array of objects");
    }
    return all(value);
  }

  /** The text of a field that is a string, null or absent. */
  public @Nullable String optionalString(String name) {
    JsonValue value = fields.get(name);
    return value == null || value.isNull() ? null : text(name, value);
  }

  /**
   * A value made of a field that must be a string; a value that the constructor refuses is refused
   * here.
   */
  public <T> T required(String name, Function<String, T> constructor) {
    return made(name, string(name), constructor);
  }

  /** A value made of a field that is a string, null or absent. */
  public <T> @Nullable T optional(String name, Function<String, T> constructor) {
    String text = optionalString(name);
    return text == null ? null : made(name, text, constructor);
  }

  /** A field that must be an integer, null or absent. */
  public OptionalLong optionalInteger(String name) {
    JsonValue value = fields.get(name);
    if (value == null || value.isNull()) {
      return OptionalLong.empty();
    }
    if (value.token() != JsonToken.VALUE_NUMBER_INT || value.json().length() > 18) {
      throw wrong(name, value, "an integer of at most 18 digits");
    }
    return OptionalLong.of(Long.parseLong(value.json()));
  }

  /** A field that must be true or false, null or absent; null and absent are false. */
  public boolean flag(String name) {
    JsonValue value = fields.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    return switch (value.json()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, value, "true or false");
    };
  }

  /** The elements of a field that must be an array of strings. */
  public List<String> strings(String name) {
    JsonValue value = required(name, "an array of strings");
    if (!value.isArray()) {
      throw wrong(name, value, "an array of strings");
    }
    return value.elements().stream().map(element -> text(name, element)).toList();
  }

  /** A field of any kind that must be there. */
  public JsonValue required(String name) {
    return required(name, "any JSON");
  }

  /** Whether this field has a value other than null. */
  public boolean has(String name) {
    JsonValue value = fields.get(name);
    return value != null && !value.isNull();
  }

  private JsonValue required(String name, String expected) {
    JsonValue value = fields.get(name);
    if (value == null) {
      throw bad("field \"" + name + "\" is missing: expected " + expected);
    }
    return value;
  }

  private static String text(String name, JsonValue value) {
    String text = value.text();
    if (text == null) {
      throw wrong(name, value, "a string");
    }
    Utf8.checkSurrogates(name, value.json());
    return text;
  }

  private static ProtocolException wrong(String name, JsonValue value, String expected) {
    return bad("field \"" + name + "\" " + value.shown() + ": expected " + expected);
  }

  private static <T> T made(String name, String text, Function<String, T> constructor) {
    try {
      return constructor.apply(text);
    } catch (InvalidValueException e) {
      throw bad("field \"" + name + "\": " + e.getMessage());
    }
  }
}
