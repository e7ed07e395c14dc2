package dev.fanfare.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.check.Durations.Summary;
import dev.fanfare.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a check has seen.
 *
 * @param accepted events that publishers were told are stored
 * @param unknown events of which publishers never learned what came
 * @param retries publications that were sent again
 * @param deltas that readers were sent; {@code events} in them
 * @param resets readers that were told that they have missed something
 * @param forgeriesRefused positions that nobody gave out, and that got a reset
 * @param connects sockets that were opened
 * @param pauses of readers that did not read
 * @param stored accepted events that stood in the history of the store when all agreed next
 * @param lostAndTold accepted events that the store has lost, which readers were told by a reset
 * @param undecided accepted events, and events left out of deltas, that nobody saw closely enough
 * @param arrivals from the answer to the publisher to the last reader that was reading
 * @param converged from the last publication until all views were the store's
 * @param violations the first of them
 * @param violationCount all of them
 */
public record CheckReport(
    long accepted,
    long unknown,
    long retries,
    long deltas,
    long events,
    long resets,
    long forgeriesRefused,
    long connects,
    long pauses,
    long stored,
    long lostAndTold,
    long undecided,
    Durations arrivals,
    Duration converged,
    List<Violation> violations,
    long violationCount) {
  public CheckReport {
    violations = List.copyOf(violations);
  }

  /** Whether every promise was kept. */
  public boolean held() {
    return violationCount == 0;
  }

  /** This one and the next. */
  public CheckReport plus(CheckReport next) {
    List<Violation> all = new ArrayList<>(violations);
    all.addAll(next.violations);
    return new CheckReport(
        accepted + next.accepted,
        unknown + next.unknown,
        retries + next.retries,
        deltas + next.deltas,
        events + next.events,
        resets + next.resets,
        forgeriesRefused + next.forgeriesRefused,
        connects + next.connects,
        pauses + next.pauses,
        stored + next.stored,
        lostAndTold + next.lostAndTold,
        undecided + next.undecided,
        arrivals.plus(next.arrivals),
        converged.compareTo(next.converged) > 0 ? converged : next.converged,
        all,
        violationCount + next.violationCount);
  }

  /** For programs. */
  public String json(long seed) {
    Summary arrival = arrivals.summary();
    byte[] bytes =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeBooleanField("held", held());
          json.writeNumberField("seed", seed);
          json.writeNumberField("accepted", accepted);
          json.writeNumberField("stored", stored);
          json.writeNumberField("lostAndTold", lostAndTold);
          json.writeNumberField("undecided", undecided);
          json.writeNumberField("unknown", unknown);
          json.writeNumberField("retries", retries);
          json.writeNumberField("events", events);
          json.writeNumberField("deltas", deltas);
          json.writeNumberField("resets", resets);
          json.writeNumberField("forgeriesRefused", forgeriesRefused);
          json.writeNumberField("connects", connects);
          json.writeNumberField("pauses", pauses);
          json.writeNumberField("arrivalMedianMs", millis(arrival.median()));
          json.writeNumberField("arrivalP99Ms", millis(arrival.p99()));
          json.writeNumberField("arrivalWorstMs", millis(arrival.worst()));
          json.writeNumberField("convergedMs", millis(converged));
          json.writeNumberField("violations", violationCount);
          json.writeArrayFieldStart("accounts");
          for (Violation violation : violations) {
            json.writeString(violation.account());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
    return new String(bytes, UTF_8);
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 1e5) / 10.0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        """
        accepted  %,d events (%,d stored, %,d lost and told as a reset, %,d undecided); %,d unknown, %,d retries
        told      %,d events in %,d deltas; %,d resets, %,d forged positions refused
        readers   %,d connects, %,d pauses
        arrival   %s (accepted to last reader)
        converged %s after the last publication\
        """,
        accepted,
        stored,
        lostAndTold,
        undecided,
        unknown,
        retries,
        events,
        deltas,
        resets,
        forgeriesRefused,
        connects,
        pauses,
        arrivals.summary(),
        Summary.ms(converged));
  }
}
