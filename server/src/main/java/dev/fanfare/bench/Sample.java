package dev.fanfare.bench;

import java.util.Map;

/**
 * How far it has got by then, and at what cost.
 *
 * @param delivered events times sockets
 * @param ownCpuSeconds of this program
 * @param servers what each of their processes has used, by its id
 */
record Sample(
    long nanos, long published, long delivered, double ownCpuSeconds, Map<Long, Usage> servers) {

  double secondsSince(Sample earlier) {
    return (nanos - earlier.nanos) / 1e9;
  }
}
