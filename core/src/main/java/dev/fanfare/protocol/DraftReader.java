package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what a publisher asks for. */
public final class DraftReader {
  private DraftReader() {}

  /**
   * Reads {@code {"kind","key","data","ttlMs","user"}}.
   *
   * @throws ProtocolException if it breaks a rule
   */
  public static Draft read(JsonObject event) {
    String kind = event.string("kind");
    User user = event.optional("user", User::new);
    if (!kind.equals("state") && event.has("ttlMs")) {
      throw bad(
          "field \"ttlMs\" in a "
              + InvalidValueException.shown(kind)
              + ": expected only in a \"state\"");
    }
    return switch (kind) {
      case "state" ->
          new Draft.SetState(user, event.required("key", Key::new), data(event), ttl(event));
      case "gone" -> new Draft.ClearState(user, event.required("key", Key::new));
      case "notice" -> new Draft.Tell(user, event.optional("key", Key::new), data(event));
      default ->
          throw bad(
              "field \"kind\" "
                  + InvalidValueException.shown(kind)
                  + ": expected \"state\", \"gone\" or \"notice\"");
    };
  }

  /** Reads the payload, which may be any JSON. */
  public static Data data(JsonObject event) {
    String json = event.required("data").json();
    if (Data.isTooLarge(json)) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE,
          "field \"data\" has "
              + json.length()
              + " characters: expected at most "
              + Data.MAX_BYTES
              + " bytes of JSON in UTF-8");
    }
    return new Data(json);
  }

  private static @Nullable Duration ttl(JsonObject event) {
    OptionalLong millis = event.optionalInteger("ttlMs");
    if (millis.isEmpty()) {
      return null;
    }
    Duration ttl = Duration.ofMillis(millis.getAsLong());
    if (!StateSet.isValidTtl(ttl)) {
      throw bad(
          "field \"ttlMs\" "
              + ttl.toMillis()
              + ": expected an integer from 1 to "
              + StateSet.MAX_TTL.toMillis());
    }
    return ttl;
  }
}
