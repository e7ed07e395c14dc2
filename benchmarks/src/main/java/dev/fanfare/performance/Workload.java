package dev.fanfare.performance;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of {@code fanfare bench}.
 *
 * @param group the name on the command line; the runs of a plot share one
 * @param sockets number of sockets, before it is divided by the scale
 * @param options other options of the bench
 */
record Workload(String group, String name, Topology topology, int sockets, List<String> options) {
  private static final int[] RATES = {10, 50, 100, 200, 400};
  private static final int[] SOCKETS = {30, 100, 300, 1_000, 3_000, 10_000};

  static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    all.add(memory("fanout", 1_000, "--window 8 --connections 8"));
    all.add(memory("fanout-each", 1_000, "--window 1"));
    all.add(memory("fanout-1k", 1_000, "--window 8 --connections 8 --size 1024"));
    all.add(of("fanout-cores", Topology.MEMORY_ON_ALL_CORES, 1_000, "--window 8 --connections 8"));
    all.add(memory("groups", 10_000, "--topics 1000 --window 64"));
    all.add(memory("steady", 10_000, "--rate 10"));
    all.add(memory("idle", 19_000, "--rate 0"));
    all.add(memory("idle-topics", 19_000, "--rate 0 --topics 19000"));
    all.add(memory("storm", 10_000, "--rate 0 --keys 100 --storm"));
    all.add(memory("publish", 1, "--window 64"));
    all.add(memory("publish-batch", 1, "--window 8 --batch 100"));
    all.add(of("publish-redis", Topology.REDIS, 1, "--window 64"));
    all.add(of("publish-redis-batch", Topology.REDIS, 1, "--window 8 --batch 100"));
    all.add(of("latency-redis", Topology.REDIS, 1, "--rate 100"));
    all.add(of("told", Topology.TWO_INSTANCES, 1, "--rate 1000"));
    all.add(of("model", Topology.THREE_INSTANCES, 3_000, Model.OPTIONS));
    for (int rate : RATES) {
      all.add(plotted("rates", String.valueOf(rate), 1_000, "--rate " + rate));
    }
    for (int sockets : SOCKETS) {
      all.add(plotted("sockets", String.valueOf(sockets), sockets, "--window 8 --connections 8"));
    }
    return all;
  }

  private static Workload memory(String name, int sockets, String options) {
    return of(name, Topology.MEMORY, sockets, options);
  }

  private static Workload of(String name, Topology topology, int sockets, String options) {
    return new Workload(name, name, topology, sockets, List.of(options.split(" ", -1)));
  }

  private static Workload plotted(String group, String x, int sockets, String options) {
    List<String> words = List.of(options.split(" ", -1));
    return new Workload(group, group + "-" + x, Topology.MEMORY, sockets, words);
  }

  int sockets(int scale) {
    return Math.max(1, sockets / scale);
  }

  /** Its value on the horizontal axis of its plot. */
  double x() {
    return Double.parseDouble(name.substring(group.length() + 1));
  }
}
