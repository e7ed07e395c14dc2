package dev.fanfare.protocol;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Examples;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.User;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary valid events, deltas and JSON. */
final class Wire {
  private static final long MAX_SEQ = (1L << 53) - 1;

  private Wire() {}

  /**
   * Well-formed Unicode with characters that are easily handled wrong: quotes, controls, U+2028,
   * emoji.
   */
  static Arbitrary<String> texts() {
    Arbitrary<String> nasty =
        Arbitraries.of(
            "\"",
            "\\",
            "/",
            "\u2028",
            "\u2029",
            "🎺",
            "👩‍👩‍👧",
            "é",
            "\u007f",
            "\n",
            "\u0000",
            "\ufeff",
            "\uffff",
            "ש",
            "\\ud83d",
            " ");
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .map(Character::toString);
    Arbitrary<String> ascii = Arbitraries.chars().range(' ', '~').map(String::valueOf);
    return Arbitraries.oneOf(nasty, any, ascii).list().ofMaxSize(12).map(it -> String.join("", it));
  }

  /** Valid keys and users. */
  static Arbitrary<String> plainTexts() {
    return texts()
        .map(text -> text.replaceAll("\\p{Cc}", ""))
        .filter(text -> !text.isBlank() && text.length() <= 200);
  }

  /** JSON with any spacing and any spelling of a character. */
  static Arbitrary<String> json() {
    return json(3);
  }

  static Arbitrary<Position> positions() {
    Arbitrary<Long> seqs =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 20), Arbitraries.longs().between(1, MAX_SEQ));
    Arbitrary<String> ids =
        Arbitraries.strings()
            .withCharRange('0', '9')
            .withCharRange('a', 'z')
            .ofMinLength(1)
            .ofMaxLength(26);
    return Combinators.combine(seqs, ids).as(Position::new);
  }

  static Arbitrary<Event> events() {
    Arbitrary<User> users = plainTexts().map(User::new);
    Arbitrary<Stamp> stamps =
        Combinators.combine(
                positions(),
                Arbitraries.longs().between(0, 999_999_999_999_999L),
                users.injectNull(0.4))
            .as(Stamp::new);
    Arbitrary<Key> keys = plainTexts().map(Key::new);
    Arbitrary<Data> data = json().map(Data::new);
    Arbitrary<Duration> ttls =
        Arbitraries.longs().between(1, Event.State.MAX_TTL.toMillis()).map(Duration::ofMillis);
    return Arbitraries.oneOf(
        Combinators.combine(stamps, keys, data, ttls.injectNull(0.5)).as(Event.State::new),
        Combinators.combine(stamps, keys, Arbitraries.of(Event.Gone.Reason.class))
            .as(Event.Gone::new),
        Combinators.combine(stamps, keys.injectNull(0.4), data).as(Event.Notice::new));
  }

  static Arbitrary<Delta> deltas() {
    return Combinators.combine(
            positions().injectNull(0.3), positions(), events().list().ofMaxSize(8))
        .as((from, to, events) -> new Delta(Examples.TOPIC, from, to, events));
  }

  /** The text as a JSON string, every character in one of its spellings. */
  static Arbitrary<String> quoted(Arbitrary<String> texts) {
    return Combinators.combine(texts, Arbitraries.integers().between(1, 4)).as(Wire::quote);
  }

  private static String quote(String text, int everyEscaped) {
    StringBuilder out = new StringBuilder("\"");
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      String point = Character.toString(points[i]);
      if (points[i] < ' ' || points[i] == '"' || points[i] == '\\' || i % everyEscaped == 0) {
        point.chars().forEach(unit -> out.append(String.format("\\u%04x", unit)));
      } else {
        out.append(point);
      }
    }
    return out.append('"').toString();
  }

  private static Arbitrary<String> json(int depth) {
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            Arbitraries.of("null", "true", "false", "0", "-0", "1.50", "-1e+9", "1E400", "\"\\/\""),
            Arbitraries.bigIntegers().map(String::valueOf),
            quoted(texts()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<String> spaces = Arbitraries.of("", "", " ", "\n", "\t\r\n ");
    Arbitrary<String> values =
        Combinators.combine(spaces, json(depth - 1), spaces).as((a, b, c) -> a + b + c);
    Arbitrary<String> fields =
        Combinators.combine(spaces, quoted(texts()), spaces, values)
            .as((a, name, b, value) -> a + name + b + ":" + value);
    return Arbitraries.oneOf(
        leaves,
        values.list().ofMaxSize(3).map(it -> "[" + String.join(",", it) + "]"),
        fields.list().ofMaxSize(3).map(it -> "{" + String.join(",", it) + "}"));
  }
}
