package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * The usage of a server's process.
 *
 * @param name the server's address, or the process id
 * @param seconds that were measured
 * @param sockets approximate number of sockets of the process
 * @param before the sockets were opened
 * @param begin of the measurement
 * @param end of the measurement
 */
record Watched(String name, double seconds, double sockets, Usage before, Usage begin, Usage end) {

  double cpuSeconds() {
    return end.cpuSeconds() - begin.cpuSeconds();
  }

  double userSeconds() {
    return end.userSeconds() - begin.userSeconds();
  }

  /** Growth of the memory while the sockets were opened, divided by their number. */
  double bytesOfSocket() {
    return sockets == 0 ? 0 : (begin.rssBytes() - before.rssBytes()) / sockets;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeNumberField("cores", cpuSeconds() / seconds);
    json.writeNumberField("userSeconds", userSeconds());
    json.writeNumberField("cpuSeconds", cpuSeconds());
    json.writeNumberField("connectCpuSeconds", begin.cpuSeconds() - before.cpuSeconds());
    json.writeNumberField("rssBytes", end.rssBytes());
    json.writeNumberField("rssBytesBeforeSockets", before.rssBytes());
    json.writeNumberField("rssBytesOfSocket", bytesOfSocket());
    json.writeEndObject();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %.2f cores (%.2f in user mode), %,d MiB, %+.1f KiB a socket",
        name,
        cpuSeconds() / seconds,
        userSeconds() / seconds,
        end.rssBytes() >> 20,
        bytesOfSocket() / 1024);
  }
}
