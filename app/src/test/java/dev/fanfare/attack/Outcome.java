package dev.fanfare.attack;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome of an attack.
 *
 * @param held the level while the attackers were still connected
 * @param after the level when they had gone
 * @param findings faults of the server; none if the server held
 * @param slow the bystander's latencies that were too long
 */
record Outcome(
    Step step,
    String sent,
    Level quiet,
    Level held,
    Level after,
    Peak.Values peak,
    Latencies before,
    Latencies meanwhile,
    List<String> findings,
    List<String> slow) {
  static final String HEADER =
      """
      | attack | sent | heap quiet, held, after (MiB) | RSS quiet, peak, after (MiB) | files quiet, peak, after \
      | quiet: p50/p99 of delivery, publication, own (ms) | meanwhile | verdict |
      |---|---|---:|---:|---:|---:|---:|---|\
      """;

  boolean isHeld() {
    return findings.isEmpty() && slow.isEmpty();
  }

  boolean isSlowOnly() {
    return findings.isEmpty() && !slow.isEmpty();
  }

  @Override
  public String toString() {
    String failed =
        Stream.concat(findings.stream(), slow.stream()).collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d, %d, %d | %d, %d, %d | %d, %d, %d | %s | %s | %s |",
        step,
        sent,
        quiet.heapMiB(),
        held.heapMiB(),
        after.heapMiB(),
        quiet.residentMiB(),
        peak.residentMiB(),
        after.residentMiB(),
        quiet.files(),
        peak.files(),
        after.files(),
        before,
        meanwhile,
        isHeld() ? "held" : "**" + failed + "**");
  }
}
