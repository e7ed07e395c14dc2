package dev.fanfare.performance;

import java.nio.file.Path;
import java.util.Map;

/**
 * How it is measured.
 *
 * @param reps how often; what is shown is the median
 * @param warmUp of the server before what is measured, as the command line has it: 20s
 * @param time that is measured, in the same form
 * @param scale what numbers of sockets are divided by: more than 1 for a trial only
 * @param serverCpu the cores of the server and its Redis, as taskset has it
 * @param loadCpu the core of the load
 * @param raw where every run leaves its figures
 */
record Setting(
    int reps, String warmUp, String time, int scale, String serverCpu, String loadCpu, Path raw) {

  static Setting of(Map<String, String> environment) {
    return new Setting(
        Integer.parseInt(environment.getOrDefault("REPS", "3")),
        environment.getOrDefault("WARM", "20s"),
        environment.getOrDefault("TIME", "5s"),
        Integer.parseInt(environment.getOrDefault("SCALE", "1")),
        environment.getOrDefault("SERVER_CPU", "0"),
        environment.getOrDefault("LOAD_CPU", "1"),
        Path.of("benchmarks/target/performance"));
  }
}
