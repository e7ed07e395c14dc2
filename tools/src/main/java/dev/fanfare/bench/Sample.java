package dev.fanfare.bench;

import java.util.Map;

/**
 * The counters and the CPU times at one moment.
 *
 * @param delivered events times sockets
 * @param ownCpuSeconds of this program
 * @param machineCpuSeconds of all programs
 * @param servers usage of each server process, by its id
 */
record Sample(
    long nanos,
    long published,
    long delivered,
    double ownCpuSeconds,
    double machineCpuSeconds,
    Map<Long, Usage> servers) {

  /** CPU time of all programs but this one and the servers, at least 0. */
  double otherCpuSecondsSince(Sample earlier) {
    double ours = ownCpuSeconds - earlier.ownCpuSeconds;
    for (var server : servers.entrySet()) {
      Usage before = earlier.servers.get(server.getKey());
      ours += before == null ? 0 : server.getValue().cpuSeconds() - before.cpuSeconds();
    }
    return Math.max(0, machineCpuSeconds - earlier.machineCpuSeconds - ours);
  }

  double secondsSince(Sample earlier) {
    return (nanos - earlier.nanos) / 1e9;
  }
}
