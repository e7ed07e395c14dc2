package dev.fanfare.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The result of a run, for people and for programs. */
public final class BenchReport {
  /**
   * The bench uses one loop. From this load on, the figures may show the limit of the bench instead
   * of the server.
   */
  private static final double BUSY_CORES = 0.9;

  private static final double LATE_SECONDS = 0.1;

  private final Arrival arrival;
  private final Measurement measured;
  private final BenchOutcome outcome;
  private final @Nullable Arrival storm;
  private final @Nullable String complaint;

  /**
   * @param arrival how the sockets were opened
   * @param outcome of the whole run
   * @param storm how the sockets reconnected, if they were cut
   * @param complaint the first thing that went wrong
   */
  BenchReport(
      Arrival arrival,
      Measurement measured,
      BenchOutcome outcome,
      @Nullable Arrival storm,
      @Nullable String complaint) {
    this.arrival = arrival;
    this.measured = measured;
    this.outcome = outcome;
    this.storm = storm;
    this.complaint = complaint;
  }

  /**
   * Whether every event was delivered to every socket, once and in order, and all sockets joined.
   */
  public boolean isComplete() {
    return outcome.isComplete() && arrival.isComplete() && (storm == null || storm.isComplete());
  }

  public @Nullable String complaint() {
    return complaint;
  }

  /** The report as lines, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("sockets     " + arrival);
    if (outcome.published() > 0) {
      lines.add("published   " + published());
      lines.add("deliveries  " + deliveries());
      lines.add("latency     " + measured.latency());
      lines.add("answers     " + measured.answers());
    }
    if (storm != null) {
      lines.add("storm       " + storm);
    }
    measured.servers().forEach(server -> lines.add("server      " + server));
    lines.add("this bench  " + own());
    return lines;
  }

  private String published() {
    return shown(Math.round(measured.publishedPerSecond()))
        + "/s; "
        + shown(outcome.published())
        + " in all"
        + unless(outcome.refused(), "REFUSED")
        + unless(outcome.unanswered(), "UNANSWERED")
        + (measured.behindSeconds() < LATE_SECONDS
            ? ""
            : String.format(Locale.ROOT, "; %.1f s BEHIND the rate", measured.behindSeconds()));
  }

  private String deliveries() {
    return shown(Math.round(measured.deliveredPerSecond()))
        + "/s"
        + cost()
        + losses()
        + unless(outcome.resets(), "resets")
        + unless(outcome.misfits(), "deltas did NOT FIT")
        + unless(outcome.strays(), "sockets got WRONG EVENTS")
        + unless(outcome.lostSockets(), "sockets were CLOSED");
  }

  private String losses() {
    String all = shown(outcome.expected());
    if (outcome.missing() == 0) {
      return "; none of " + all + " lost";
    }
    String told =
        outcome.missingTold() == 0
            ? ""
            : ", " + shown(outcome.missingTold()) + " of these reported by a reset";
    return "; " + shown(outcome.missing()) + " of " + all + " LOST" + told;
  }

  private String cost() {
    return measured.cpuSeconds() == 0 || measured.delivered() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", %,.0f a server CPU-second (%.2f us each, %.2f in user mode)",
            measured.deliveredPerCpuSecond(),
            measured.cpuMicrosOfDelivery(),
            measured.userMicrosOfDelivery());
  }

  private String own() {
    return String.format(
            Locale.ROOT,
            "%.2f cores, other programs %.2f",
            measured.ownCores(),
            measured.otherCores())
        + (measured.ownCores() < BUSY_CORES
            ? ""
            : ": bench uses its whole core, the server may be faster");
  }

  private static String unless(long none, String what) {
    return none == 0 ? "" : "; " + shown(none) + " " + what;
  }

  private static String shown(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The report as JSON, for programs. */
  public String json() {
    byte[] json =
        Json.bytes(out -> {
          out.writeStartObject();
          write(out);
          out.writeEndObject();
        });
    return new String(json, UTF_8);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeBooleanField("complete", isComplete());
    if (complaint != null) {
      json.writeStringField("complaint", complaint);
    }
    outcome.write(json);
    measured.write(json);
    arrival.write(json, "arrival");
    if (storm != null) {
      storm.write(json, "storm");
    }
  }
}
