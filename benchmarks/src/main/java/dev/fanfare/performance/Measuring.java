package dev.fanfare.performance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs a workload against a deployment of its own. */
final class Measuring {
  private final MeasuringPlan plan;
  private final Results results;
  private final PrintStream out;

  Measuring(MeasuringPlan plan, Results results, PrintStream out) {
    this.plan = plan;
    this.results = results;
    this.out = out;
  }

  void measure(Workload workload) {
    results.begin(workload);
    for (int rep = 1; rep <= plan.reps(); rep++) {
      out.printf(Locale.ROOT, "%s %d of %d%n", workload.name(), rep, plan.reps());
      try (MeasuredDeployment deployment = new MeasuredDeployment(workload.topology(), plan)) {
        results.add(workload, measure(workload, deployment));
      }
    }
  }

  private String measure(Workload workload, MeasuredDeployment deployment) {
    double redisBefore = deployment.redis().map(RedisProcess::cpuSeconds).orElse(0.0);
    deployment.redis().ifPresent(RedisProcess::resetCounts);
    String load = load(workload, deployment.urls());
    return "{\"load\":"
        + load
        + deployment.redis().map(it -> redis(it, redisBefore)).orElse("")
        + "}";
  }

  private static String redis(RedisProcess redis, double cpuSecondsBefore) {
    return String.format(
        Locale.ROOT,
        ",\"redis\":{\"cpuSeconds\":%.3f,\"scripts\":%.0f,\"scriptMicros\":%.2f}",
        redis.cpuSeconds() - cpuSecondsBefore,
        redis.scripts(),
        redis.scriptMicros());
  }

  private String load(Workload workload, List<String> urls) {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", plan.loadCpu()));
    command.addAll(MeasuredDeployment.java("-Xmx2g"));
    command.addAll(List.of("-jar", MeasuredDeployment.JAR.toString(), "bench", "--json"));
    command.addAll(List.of("--sockets", String.valueOf(workload.sockets(plan.scale()))));
    command.addAll(List.of("--warm-up", plan.warmUp(), "--duration", plan.time()));
    if (workload.topology() == Topology.TWO_INSTANCES) {
      command.addAll(List.of("--url", urls.getFirst(), "--publish-to", urls.getLast()));
    } else {
      urls.forEach(url -> command.addAll(List.of("--url", url)));
    }
    command.addAll(workload.options());
    try {
      Process bench =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String json = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      bench.onExit().join();
      if (json.isBlank()) {
        throw new IllegalStateException(workload.name() + " could not be measured, see above");
      }
      return json.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
