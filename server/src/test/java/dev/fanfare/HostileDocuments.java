package dev.fanfare;

import dev.fanfare.topic.Data;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * JSON that is legal as {@code data} and hard to read: nested, long, with repeated or escaped
 * parts, or with names of equal hash. A seed always gives the same documents.
 */
public final class HostileDocuments {
  /** Pairs of letters with equal hash: for the JSON parser, and for Java's strings. */
  private static final List<List<String>> COLLIDING =
      List.of(List.of("ab", "bA"), List.of("Aa", "BB"));

  private static final List<String> SPACES = List.of("", " ", "\n", "\t", "\r\n", " ".repeat(500));
  private static final int MAX_DEPTH = 500;
  private static final int LONGEST = Data.MAX_BYTES - 16;

  private final Random random;
  private final List<Function<Random, String>> forms =
      List.of(
          HostileDocuments::nested,
          HostileDocuments::longNumber,
          HostileDocuments::hugeExponent,
          HostileDocuments::longName,
          HostileDocuments::longText,
          HostileDocuments::escapes,
          HostileDocuments::collidingNames,
          HostileDocuments::manyNames,
          HostileDocuments::doubledNames,
          HostileDocuments::spaces);

  public HostileDocuments(long seed) {
    this.random = new Random(seed);
  }

  /** The document of an attack: this many names of equal hash, each of eight pairs of letters. */
  public static String namesOfOneHash(int count) {
    return object(IntStream.range(0, count).mapToObj(i -> name(COLLIDING.getFirst(), 8, i)));
  }

  /** The next document. */
  public String next() {
    String one = any();
    String together = "[" + one + "," + any() + "," + any() + "]";
    return random.nextInt(4) == 0 && !Data.isTooLarge(together) ? together : one;
  }

  private String any() {
    String document = forms.get(random.nextInt(forms.size())).apply(random);
    return Data.isTooLarge(document) ? "{}" : document;
  }

  private static String nested(Random random) {
    int depth = random.nextBoolean() ? MAX_DEPTH - 1 : random.nextInt(MAX_DEPTH - 1);
    boolean[] isArray = new boolean[depth];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      isArray[i] = random.nextBoolean();
      text.append(isArray[i] ? "[" : "{\"a\\\"[\":");
    }
    text.append("\"]}\"");
    for (int i = depth - 1; i >= 0; i--) {
      text.append(isArray[i] ? "]" : "}");
    }
    return text.toString();
  }

  private static String longNumber(Random random) {
    String sign = random.nextBoolean() ? "-" : "";
    String digits = "7".repeat(1 + random.nextInt(random.nextBoolean() ? 1_100 : LONGEST - 2));
    int dot = random.nextInt(digits.length());
    return sign
        + (dot == 0 ? digits : digits.substring(0, dot) + "." + digits.substring(dot) + "e+1");
  }

  private static String hugeExponent(Random random) {
    String zeros = "9".repeat(1 + random.nextInt(2_000));
    return (random.nextBoolean() ? "-0.0E-" : "1e") + zeros;
  }

  private static String longName(Random random) {
    return "{\"" + "n".repeat(50_001 + random.nextInt(10_000)) + "\":[]}";
  }

  private static String longText(Random random) {
    String letter = List.of("x", "é", "日", "🎺").get(random.nextInt(4));
    return "\"" + letter.repeat(random.nextInt(16_000)) + "\"";
  }

  private static String escapes(Random random) {
    List<String> parts =
        List.of(
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\u0000",
            "\\u001F",
            "\\ud83c\\udfba",
            "\\uD83C\\uDFBA",
            "🎺",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\u007f",
            "]",
            "}",
            "\\\\\\\"",
            "%s",
            "{}",
            "'");
    return random
        .ints(random.nextInt(400), 0, parts.size())
        .mapToObj(parts::get)
        .collect(Collectors.joining("", "[\"", "\"]"));
  }

  private static String collidingNames(Random random) {
    List<String> pair = COLLIDING.get(random.nextInt(COLLIDING.size()));
    int count = 1 + random.nextInt(1_500);
    return object(IntStream.range(0, count).mapToObj(i -> name(pair, 11, i)));
  }

  private static String name(List<String> pair, int blocks, int number) {
    return IntStream.range(0, blocks)
        .mapToObj(bit -> pair.get(number >> bit & 1))
        .collect(Collectors.joining());
  }

  private static String manyNames(Random random) {
    return object(IntStream.range(0, random.nextInt(5_000)).mapToObj(i -> "n" + i));
  }

  private static String doubledNames(Random random) {
    List<String> names = List.of("", "a", "\\u0061", "data", "id", "__proto__", " ");
    return object(random.ints(40, 0, names.size()).mapToObj(names::get));
  }

  private static String object(Stream<String> names) {
    return names.map(name -> "\"" + name + "\":0").collect(Collectors.joining(",", "{", "}"));
  }

  private static String spaces(Random random) {
    StringBuilder text = new StringBuilder();
    for (String token : List.of("[", "1", ",", "{", "\"\"", ":", "[", "]", "}", "]")) {
      text.append(text.isEmpty() ? "" : SPACES.get(random.nextInt(SPACES.size()))).append(token);
    }
    return text.toString();
  }
}
