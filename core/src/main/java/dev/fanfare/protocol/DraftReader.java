package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads drafts. */
public final class DraftReader {
  /** How many levels deep data may be nested. Any reader can read a delta with this data. */
  public static final int MAX_DATA_DEPTH = 500;

  /** Data of up to this many characters cannot be too deep: each level takes two characters. */
  private static final int LONGEST_SHALLOW = 2 * MAX_DATA_DEPTH;

  /** All fields of a draft; each kind has some of them. */
  private static final List<String> FIELDS = List.of("kind", "user", "key", "data", "ttlMs");

  private DraftReader() {}

  /**
   * Reads {@code {"kind","key","data","ttlMs","user"}}.
   *
   * @throws ProtocolException if it breaks a rule
   */
  public static Draft read(JsonObject event) {
    String kind = event.only(FIELDS).string("kind");
    User user = event.optional("user", User::new);
    if (!kind.equals("state") && event.has("ttlMs")) {
      throw misplaced("ttlMs", kind, "only in a \"state\"");
    }
    if (kind.equals("gone") && event.has("data")) {
      throw misplaced("data", kind, "only in a \"state\" or a \"notice\"");
    }
    return switch (kind) {
      case "state" ->
          new Draft.State(user, event.required("key", Key::new), data(event), ttl(event));
      case "gone" -> new Draft.Gone(user, event.required("key", Key::new));
      case "notice" -> new Draft.Notice(user, event.optional("key", Key::new), data(event));
      default -> throw unknownKind(kind);
    };
  }

  /** Reads the payload, which may be any JSON. */
  public static Data data(JsonObject event) {
    return data(event.required("data"));
  }

  /**
   * Checks that the payload is JSON that the server accepts; the draft's constructor cannot.
   *
   * @throws ProtocolException if it breaks a rule
   */
  public static void check(Draft draft) {
    switch (draft) {
      case Draft.State set -> data(JsonValue.parse(set.data().json()));
      case Draft.Notice tell -> data(JsonValue.parse(tell.data().json()));
      case Draft.Gone ignored -> {}
    }
  }

  private static Data data(JsonValue value) {
    String json = value.json();
    if (Data.isTooLarge(json)) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE,
          "field \"data\" has "
              + json.length()
              + " characters: expected at most "
              + Data.MAX_BYTES
              + " bytes of JSON in UTF-8");
    }
    if (json.length() > LONGEST_SHALLOW && value.depth() > MAX_DATA_DEPTH) {
      throw bad(
          "field \"data\" "
              + value.shown()
              + " is nested "
              + value.depth()
              + " levels deep: expected at most "
              + MAX_DATA_DEPTH);
    }
    Utf8.checkSurrogates("data", json);
    return new Data(json);
  }

  private static ProtocolException misplaced(String field, String kind, String expected) {
    return bad(
        "field \""
            + field
            + "\" in a "
            + InvalidValueException.shown(kind)
            + ": expected "
            + expected);
  }

  static ProtocolException unknownKind(String kind) {
    return bad(
        "field \"kind\" "
            + InvalidValueException.shown(kind)
            + ": expected \"state\", \"gone\" or \"notice\"");
  }

  /** How long state lives; null if it does not expire. */
  static @Nullable Duration ttl(JsonObject event) {
    OptionalLong millis = event.optionalInteger("ttlMs");
    if (millis.isEmpty()) {
      return null;
    }
    Duration ttl = Duration.ofMillis(millis.getAsLong());
    if (!Event.State.isValidTtl(ttl)) {
      throw bad(
          "field \"ttlMs\" "
              + ttl.toMillis()
              + ": expected an integer from 1 to "
              + Event.State.MAX_TTL.toMillis());
    }
    return ttl;
  }
}
