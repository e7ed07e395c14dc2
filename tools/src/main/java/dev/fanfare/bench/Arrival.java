package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * How sockets came.
 *
 * @param open those whose handshake was done, all of them after {@code openSeconds}
 * @param joined those that had what their topic holds, all of them after {@code joinedSeconds}
 * @param joins from the begin of connecting to having that
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
        "%,d open in %.2f s, %,.0f/s; all with their topic's state after %.2f s (%s)%s",
        open,
        openSeconds,
        perSecond(),
        joinedSeconds,
        joins,
        isComplete() ? "" : String.format(Locale.ROOT, "; %,d FAILED", sockets - joined));
  }
}
