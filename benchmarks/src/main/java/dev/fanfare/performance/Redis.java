package dev.fanfare.performance;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The cost of a publication in Redis, and the comparison with the model's prediction. */
final class Redis {
  static final List<String> WORKLOADS = List.of("publish-redis", "publish-redis-batch");

  private Redis() {}

  static String markdown(Results results) {
    return "| | script, us by Redis' own count | CPU of Redis, us an event | scripts an event |\n"
        + "|---|---|---|---|\n"
        + row(results, "single events", "publish-redis")
        + row(results, "100 at a time", "publish-redis-batch");
  }

  private static String row(Results results, String title, String workload) {
    double events = value(results, workload, "load.published");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s |%n",
        title,
        Digits.three(value(results, workload, "redis.scriptMicros")),
        Digits.three(value(results, workload, "redis.cpuSeconds") / events * 1e6),
        Digits.three(value(results, workload, "redis.scripts") / events));
  }

  /** Compares the run on three instances with the prediction from the single runs. */
  static String check(Results results, Model model, int sockets) {
    double socketsOfTopic = (double) sockets / Model.TOPICS;
    double measured =
        value(results, "model", "load.servers.0.cores")
            + value(results, "model", "load.servers.1.cores")
            + value(results, "model", "load.servers.2.cores");
    double seconds =
        value(results, "model", "load.published")
            / value(results, "model", "load.publishedPerSecond");
    return "| | predicted | measured |\n|---|---|---|\n"
        + line("cores of three instances", model.cores(Model.RATE, 3, socketsOfTopic), measured)
        + line(
            "cores of Redis",
            model.redisCores(Model.RATE),
            value(results, "model", "redis.cpuSeconds") / seconds);
  }

  private static String line(String title, double predicted, double measured) {
    return "| " + title + " | " + Digits.three(predicted) + " | " + Digits.three(measured) + " |\n";
  }

  private static double value(Results results, String workload, String path) {
    OptionalDouble median = results.median(workload, path);
    return median.orElse(Double.NaN);
  }
}
