package dev.fanfare.performance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures the figures of docs/PERFORMANCE.md; see benchmarks/run. */
final class Performance {
  /** Measures nothing, and writes the earlier results. */
  private static final String TABLES = "tables";

  private static final Path DOCUMENT = Path.of("docs/PERFORMANCE.md");

  private final MeasuringPlan plan;
  private final Results results;

  private final PrintStream out;

  private Performance(MeasuringPlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
    results = new Results(plan.raw());
  }

  /** The names of the workloads to measure; without names, all of them. */
  static void main(String[] names) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    SequencedSet<String> known = new LinkedHashSet<>();
    Workload.all().forEach(workload -> known.add(workload.group()));
    List<String> unknown = Stream.of(names).filter(name -> !isKnown(name, known)).toList();
    if (!unknown.isEmpty()) {
      out.printf("run: unknown: %s, expected %s or some of %s%n", unknown, TABLES, known);
      System.exit(2);
    }
    Performance performance = new Performance(MeasuringPlan.of(System.getenv()), out);
    Measuring measuring = new Measuring(performance.plan, performance.results, out);
    Set<String> wanted = names.length == 0 ? known : Set.of(names);
    Workload.all().stream()
        .filter(workload -> wanted.contains(workload.group()))
        .forEach(measuring::measure);
    performance.write();
  }

  private static boolean isKnown(String name, Set<String> workloads) {
    return name.equals(TABLES) || workloads.contains(name);
  }

  private void write() throws IOException {
    Document document = new Document(DOCUMENT);
    for (Table table : Table.all()) {
      if (isMeasured(table.name(), table.workloads())) {
        document.put(table.name(), table.markdown(results));
      }
    }
    if (isMeasured("redis", Redis.WORKLOADS)) {
      document.put("redis", Redis.markdown(results));
    }
    if (isMeasured("model", Model.WORKLOADS)) {
      Model model = Model.of(results);
      document.put("model", model.table());
      document.put("check", Redis.check(results, model, socketsOf("model")));
    }
    if (isMeasured("machine", namesOf(workload -> true))) {
      document.put("machine", machine());
    }
    document.save();
    if (isMeasured("latency.svg", namesOf(workload -> workload.group().equals("rates")))) {
      Files.writeString(DOCUMENT.resolveSibling("latency.svg"), latency().svg());
    }
    if (isMeasured("sockets.svg", namesOf(workload -> workload.group().equals("sockets")))) {
      Files.writeString(DOCUMENT.resolveSibling("sockets.svg"), sockets().svg());
    }
  }

  /**
   * Whether all these workloads were measured; otherwise their part of the document stays as it is.
   */
  private boolean isMeasured(String name, List<String> workloads) {
    List<String> missing = results.missing(workloads);
    if (!missing.isEmpty()) {
      out.printf("run: %s stays as it was, without %s%n", name, String.join(", ", missing));
    }
    return missing.isEmpty();
  }

  private static List<String> namesOf(Predicate<Workload> which) {
    return Workload.all().stream().filter(which).map(Workload::name).toList();
  }

  private int socketsOf(String name) {
    return Workload.all().stream()
        .filter(workload -> workload.name().equals(name))
        .mapToInt(workload -> workload.sockets(plan.scale()))
        .findFirst()
        .orElseThrow();
  }

  private Plot latency() {
    return new Plot(
        "Latency of 1,000 sockets of one topic",
        "events a second",
        "ms",
        List.of(
            line("p50", "rates", "load.latencyMs.p50"),
            line("p99", "rates", "load.latencyMs.p99")));
  }

  private Plot sockets() {
    return new Plot(
        "Deliveries a CPU-second of the server, one topic, 8 publications on their way",
        "sockets",
        "deliveries a CPU-second",
        List.of(line("memory", "sockets", "load.deliveredPerCpuSecond")));
  }

  private Plot.Series line(String title, String group, String path) {
    return new Plot.Series(
        title,
        Workload.all().stream()
            .filter(workload -> workload.group().equals(group))
            .map(it -> new Plot.Point(it.x(), results.median(it.name(), path).orElse(0)))
            .toList());
  }

  private String machine() throws IOException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 2))
            .orElse("unknown");
    return String.format(
        Locale.ROOT,
        "%s, %d cores, Linux %s, Java %s; %s. Median of %d, each %s after a warm-up of %s%s.%n",
        cpu,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        LocalDate.now(ZoneOffset.UTC),
        plan.reps(),
        plan.time(),
        plan.warmUp(),
        plan.scale() == 1 ? "" : "; A TRIAL: sockets divided by " + plan.scale());
  }
}
