package dev.fanfare.performance;

import java.util.Locale;
import java.util.OptionalDouble;

/** The columns of the tables. Each shows the median of all runs; for lost events, the most. */
enum Column {
  DELIVERIES("deliveries/s", "load.deliveredPerSecond", 0),
  DELIVERIES_CPU("deliveries a CPU-second", "load.deliveredPerCpuSecond", 0),
  CPU_DELIVERY("us a delivery", "load.cpuMicrosOfDelivery", 2),
  USER_DELIVERY("in user mode", "load.userMicrosOfDelivery", 2),
  PUBLISHED("events/s", "load.publishedPerSecond", 0),
  PUBLISHED_CPU("events a CPU-second", "load.publishedPerCpuSecond", 0),
  P50("p50 ms", "load.latencyMs.p50", 2),
  P99("p99 ms", "load.latencyMs.p99", 2),
  P999("p99.9 ms", "load.latencyMs.p999", 2),
  ANSWER_P50("POST p50 ms", "load.answerMs.p50", 2),
  ANSWER_P99("POST p99 ms", "load.answerMs.p99", 2),
  CORES("server cores", "load.servers.0.cores", 2),
  CONNECTS("connects/s", "load.arrival.perSecond", 0),
  BYTES("RSS bytes a socket", "load.servers.0.rssBytesOfSocket", 0),
  CAME_BACK("all back after s", "load.storm.joinedSeconds", 2),
  CONNECTS_WARM("connects/s, warm", "load.storm.perSecond", 0),
  BACK_P50("p50 ms", "load.storm.joinMs.p50", 0),
  BACK_P99("p99 ms", "load.storm.joinMs.p99", 0),
  OWN("load cores", "load.ownCores", 2),
  OTHERS("other programs' cores", "load.otherCores", 2),
  MISSING("lost", "load.missing", 0) {
    @Override
    OptionalDouble of(Results results, String workload) {
      return results.most(workload, path());
    }
  };

  private final String title;
  private final String path;
  private final int digits;

  Column(String title, String path, int digits) {
    this.title = title;
    this.path = path;
    this.digits = digits;
  }

  String title() {
    return title;
  }

  String path() {
    return path;
  }

  OptionalDouble of(Results results, String workload) {
    return results.median(workload, path);
  }

  String shown(OptionalDouble value) {
    return value.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble());
  }
}
