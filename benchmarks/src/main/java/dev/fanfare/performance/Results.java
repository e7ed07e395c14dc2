package dev.fanfare.performance;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/** The figures of all runs: a file for each workload, and a line of JSON for each run. */
final class Results {
  private final Path folder;

  Results(Path folder) {
    this.folder = folder;
  }

  /** The workloads among these that were not measured yet. */
  List<String> missing(Collection<String> workloads) {
    return workloads.stream().filter(it -> !Files.exists(file(it))).toList();
  }

  /** Forgets the earlier results of the workload. */
  void begin(Workload workload) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(file(workload.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(Workload workload, String json) {
    try {
      Files.writeString(
          file(workload.name()), json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The median over all runs; empty if there is none.
   *
   * @param path like {@code load.latencyMs.p50} or {@code load.servers.0.rssBytes}
   */
  OptionalDouble median(String workload, String path) {
    double[] values = values(workload, path);
    return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(values));
  }

  /** The largest value of all runs. */
  OptionalDouble most(String workload, String path) {
    double[] values = values(workload, path);
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(values[values.length - 1]);
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private double[] values(String workload, String path) {
    return lines(workload).stream().mapToDouble(line -> at(line, path)).sorted().toArray();
  }

  private List<String> lines(String workload) {
    try {
      Path file = file(workload);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double at(String json, String path) {
    List<String> steps = List.of(path.split("\\.", -1));
    JsonObject here = JsonObject.parse(json);
    for (int i = 0; i < steps.size() - 1; i++) {
      String step = steps.get(i);
      boolean isList = Character.isDigit(steps.get(i + 1).charAt(0));
      here = isList ? here.objects(step).get(Integer.parseInt(steps.get(++i))) : here.object(step);
    }
    JsonValue value = here.required(steps.getLast());
    return Double.parseDouble(value.json());
  }

  private Path file(String workload) {
    return folder.resolve(workload + ".jsonl");
  }
}
