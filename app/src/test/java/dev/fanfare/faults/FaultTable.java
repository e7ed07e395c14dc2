package dev.fanfare.faults;

import dev.fanfare.check.CheckReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of a run of faults, as docs/RELIABILITY.md shows them. */
final class FaultTable {
  private final Topology topology;
  private final Map<Fault, List<Duration>> converged = new EnumMap<>(Fault.class);
  private @Nullable CheckReport sum;

  FaultTable(Topology topology) {
    this.topology = topology;
  }

  void add(Fault fault, Duration time) {
    converged.computeIfAbsent(fault, _ -> new ArrayList<>()).add(time);
  }

  void add(CheckReport report) {
    sum = sum == null ? report : sum.plus(report);
  }

  int faults() {
    return all().size();
  }

  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder("| " + topology + " | times | median | worst |\n|---|---:|---:|---:|\n");
    converged.forEach((fault, times) -> table.append(row(fault.toString(), times)));
    table.append(row("**all**", all()));
    return table + "\n" + sum + "\n";
  }

  private List<Duration> all() {
    return converged.values().stream().flatMap(List::stream).sorted().toList();
  }

  static String ms(Duration time) {
    return String.format(Locale.ROOT, "%,d ms", time.toMillis());
  }

  private static String row(String name, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s |%n",
        name,
        sorted.size(),
        ms(sorted.get(sorted.size() / 2)),
        ms(sorted.getLast()));
  }
}
