package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * The measurement between two samples.
 *
 * @param published events
 * @param delivered events times sockets
 * @param latency from when an event was due until a socket had it
 * @param answers from when an event was due until the server had answered
 * @param servers usage of their processes; empty if they are not on this machine
 * @param ownCores used by this program
 * @param otherCores used by all other programs of this machine
 * @param behindSeconds how late the next publication was at the end
 */
record Measurement(
    double seconds,
    long published,
    long delivered,
    Percentiles latency,
    Percentiles answers,
    List<Watched> servers,
    double ownCores,
    double otherCores,
    double behindSeconds) {

  double publishedPerSecond() {
    return published / seconds;
  }

  double deliveredPerSecond() {
    return delivered / seconds;
  }

  /** CPU time of all servers together; 0 if unknown. */
  double cpuSeconds() {
    return servers.stream().mapToDouble(Watched::cpuSeconds).sum();
  }

  double deliveredPerCpuSecond() {
    return ratio(delivered, cpuSeconds());
  }

  double cpuMicrosOfDelivery() {
    return micros(cpuSeconds(), delivered);
  }

  double userMicrosOfDelivery() {
    return micros(servers.stream().mapToDouble(Watched::userSeconds).sum(), delivered);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("seconds", seconds);
    json.writeNumberField("publishedPerSecond", publishedPerSecond());
    json.writeNumberField("deliveredPerSecond", deliveredPerSecond());
    json.writeNumberField("publishedPerCpuSecond", ratio(published, cpuSeconds()));
    json.writeNumberField("deliveredPerCpuSecond", deliveredPerCpuSecond());
    json.writeNumberField("cpuMicrosOfPublished", micros(cpuSeconds(), published));
    json.writeNumberField("cpuMicrosOfDelivery", cpuMicrosOfDelivery());
    json.writeNumberField("userMicrosOfDelivery", userMicrosOfDelivery());
    json.writeNumberField("behindSeconds", behindSeconds);
    json.writeNumberField("ownCores", ownCores);
    json.writeNumberField("otherCores", otherCores);
    latency.write(json, "latencyMs");
    answers.write(json, "answerMs");
    json.writeArrayFieldStart("servers");
    for (Watched server : servers) {
      server.write(json);
    }
    json.writeEndArray();
  }

  private static double ratio(long count, double of) {
    return of == 0 ? 0 : count / of;
  }

  private static double micros(double seconds, long count) {
    return count == 0 ? 0 : seconds * 1e6 / count;
  }
}
