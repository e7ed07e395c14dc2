package dev.fanfare.gateway.request;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.joining;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Simplifies the {@code Accept} header for Micronaut. The best type comes first, and types that are
 * not accepted are left out. So are weights and parameters, which Micronaut would add to the type
 * of its answer. The server offers only JSON and text.
 */
final class AcceptHeader {
  private static final String JSON = "application/json";
  private static final String ANY = "*/*";
  private static final String TEXT = "text/plain";
  private static final int MAX_RANGES = 64;
  private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+");

  private record Range(String type, double weight) {}

  private AcceptHeader() {}

  static void simplify(HttpHeaders headers) {
    String first = headers.get(HttpHeaderNames.ACCEPT);
    if (first == null || first.equals(ANY) || first.equals(JSON)) {
      return;
    }
    String plain = plain(String.join(",", headers.getAll(HttpHeaderNames.ACCEPT)));
    if (plain.isEmpty()) {
      headers.remove(HttpHeaderNames.ACCEPT);
    } else {
      headers.set(HttpHeaderNames.ACCEPT, plain);
    }
  }

  /** Empty if no part of it is understood; then everything is accepted. */
  static String plain(String accept) {
    List<Range> ranges =
        Arrays.stream(accept.split(",", MAX_RANGES + 1))
            .limit(MAX_RANGES)
            .map(AcceptHeader::range)
            .filter(Objects::nonNull)
            .sorted(comparingDouble(it -> -it.weight))
            .toList();
    boolean noJson = ranges.stream().anyMatch(it -> it.type.equals(JSON) && it.weight == 0);
    List<String> accepted = new ArrayList<>();
    for (Range range : ranges) {
      if (range.weight > 0) {
        accepted.add(noJson ? withoutJson(range.type) : range.type);
      }
    }
    // If no type is left, nothing is accepted. An empty header would accept everything.
    Stream<String> all =
        accepted.isEmpty() && !ranges.isEmpty() ? Stream.of("-/-") : accepted.stream();
    return all.map(it -> it.equals("application/*") ? JSON : it).distinct().collect(joining(", "));
  }

  private static String withoutJson(String type) {
    return switch (type) {
      case ANY -> TEXT;
      case "application/*" -> "application/octet-stream";
      default -> type;
    };
  }

  private static @Nullable Range range(String text) {
    String[] parts = text.split(";", -1);
    String type = parts[0].strip().toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(type).matches()) {
      return null;
    }
    return new Range(
        type, Arrays.stream(parts).skip(1).mapToDouble(AcceptHeader::weight).min().orElse(1));
  }

  /** The weight that a parameter gives; 1 if it is not a number after {@code q=}. */
  private static double weight(String parameter) {
    String text = parameter.strip().toLowerCase(Locale.ROOT);
    if (!text.startsWith("q=")) {
      return 1;
    }
    try {
      return Math.clamp(Double.parseDouble(text.substring(2)), 0, 1);
    } catch (NumberFormatException malformed) {
      return 1;
    }
  }
}
