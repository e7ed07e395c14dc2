package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * The result of opening the sockets.
 *
 * @param open sockets whose handshake succeeded; the last one after {@code openSeconds}
 * @param joined sockets that received their topic's state; the last one after {@code joinedSeconds}
 * @param joins times from the start of connecting until the topic's state had arrived
 */
record Arrival(
    int sockets,
    int open,
    int joined,
    int failed,
    double openSeconds,
    double joinedSeconds,
    Percentiles joins) {

  double perSecond() {
    return openSeconds > 0 ? open / openSeconds : 0;
  }

  boolean isComplete() {
    return joined == sockets;
  }

  void write(JsonGenerator json, String name) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("sockets", sockets);
    json.writeNumberField("open", open);
    json.writeNumberField("joined", joined);
    json.writeNumberField("failed", failed);
    json.writeNumberField("openSeconds", openSeconds);
    json.writeNumberField("joinedSeconds", joinedSeconds);
    json.writeNumberField("perSecond", perSecond());
    joins.write(json, "joinMs");
    json.writeEndObject();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d open in %.2f s, %,.0f/s; all have their topic's state after %.2f s (%s)%s",
        open,
        openSeconds,
        perSecond(),
        joinedSeconds,
        joins,
        isComplete() ? "" : String.format(Locale.ROOT, "; %,d FAILED", sockets - joined));
  }
}
