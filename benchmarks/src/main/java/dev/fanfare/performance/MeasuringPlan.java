package dev.fanfare.performance;

import java.nio.file.Path;
import java.util.Map;

/**
 * How the workloads are measured.
 *
 * @param reps runs per workload; the median is shown
 * @param warmUp time before the measurement, as on the command line: 20s
 * @param time measured time, in the same form
 * @param scale divisor of the numbers of sockets: more than 1 for a trial only
 * @param serverCpu the cores of the server and its Redis, in the form of taskset
 * @param loadCpu the core of the load
 * @param raw the folder for the figures of every run
 */
record MeasuringPlan(
    int reps, String warmUp, String time, int scale, String serverCpu, String loadCpu, Path raw) {

  static MeasuringPlan of(Map<String, String> environment) {
    return new MeasuringPlan(
        Integer.parseInt(environment.getOrDefault("REPS", "3")),
        environment.getOrDefault("WARM", "20s"),
        environment.getOrDefault("TIME", "5s"),
        Integer.parseInt(environment.getOrDefault("SCALE", "1")),
        environment.getOrDefault("SERVER_CPU", "0"),
        environment.getOrDefault("LOAD_CPU", "1"),
        Path.of("benchmarks/target/performance"));
  }
}
