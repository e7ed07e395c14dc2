package dev.fanfare.metrics;

import dev.fanfare.Instance;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics of an instance, as Prometheus reads them. */
record Scrape(List<String> lines) {
  private static final Pattern FAMILY = Pattern.compile("# TYPE (\\w+) (\\w+)");

  static Scrape of(Instance instance) {
    return of(instance, "/prometheus");
  }

  static Scrape of(Instance instance, String path) {
    return new Scrape(instance.get(path).body().lines().toList());
  }

  /** The names and types of all metrics that begin with one of these. */
  Set<String> families(String... begins) {
    return lines.stream()
        .map(FAMILY::matcher)
        .filter(it -> it.matches() && Arrays.stream(begins).anyMatch(it.group(1)::startsWith))
        .map(it -> it.group(1) + " " + it.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The description of a metric. */
  String help(String name) {
    String begin = "# HELP " + name + " ";
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** The value of the only line that begins like this. */
  double value(String begin) {
    List<String> found = lines.stream().filter(line -> line.startsWith(begin)).toList();
    if (found.size() != 1) {
      throw new AssertionError(begin + ": " + found);
    }
    return Double.parseDouble(found.getFirst().substring(found.getFirst().lastIndexOf(' ') + 1));
  }

  /** The labels of all lines of this name. */
  Set<String> labels(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(name.length(), line.lastIndexOf('}') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
