package dev.fanfare.bench;

import dev.fanfare.socket.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measured processes of this machine: the servers, and this one. */
final class Machine {
  /** The name of each process by its id, in the order of the servers. */
  private final Map<Long, String> names = new LinkedHashMap<>();

  /**
   * @param pids processes to measure; empty: those that listen at the servers' addresses
   */
  Machine(List<Endpoint> servers, List<Long> pids) {
    pids.forEach(pid -> names.put(pid, "pid " + pid));
    if (pids.isEmpty()) {
      servers.forEach(server ->
          Listeners.pid(server).ifPresent(pid -> names.putIfAbsent(pid, server.toString())));
    }
  }

  Map<Long, Usage> servers() {
    Map<Long, Usage> usages = new LinkedHashMap<>();
    names.keySet().forEach(pid -> Usage.of(pid).ifPresent(usage -> usages.put(pid, usage)));
    return usages;
  }

  static double ownCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /**
   * The usage of each server process between these samples. A process missing in one of them is
   * left out.
   */
  List<Watched> watched(int sockets, Sample before, Sample begin, Sample end) {
    List<Watched> watched = new ArrayList<>();
    double socketsOfOne = (double) sockets / Math.max(1, names.size());
    names.forEach((pid, name) -> {
      Usage first = before.servers().get(pid);
      Usage second = begin.servers().get(pid);
      Usage third = end.servers().get(pid);
      if (first != null && second != null && third != null) {
        double seconds = end.secondsSince(begin);
        watched.add(new Watched(name, seconds, socketsOfOne, first, second, third));
      }
    });
    return watched;
  }
}
