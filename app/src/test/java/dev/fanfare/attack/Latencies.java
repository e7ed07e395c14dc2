package dev.fanfare.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a bystander waited for its deliveries, and for the answers to its publications.
 *
 * @param own how late a thread of this program was that waited only for its turn: delays by other
 *     work of the machine are not the server's fault
 */
record Latencies(Latency delivery, Latency publication, Latency own) {

  /** The latencies that are too long, compared with those while nobody attacks. */
  List<String> findings(Latencies quiet) {
    List<String> findings = new ArrayList<>();
    if (!delivery.isWithin(allowed(quiet.delivery))) {
      findings.add("deliveries took " + delivery);
    }
    if (!publication.isWithin(allowed(quiet.publication))) {
      findings.add("publications took " + publication);
    }
    return findings;
  }

  private Duration allowed(Latency quiet) {
    return quiet.allowedP99().plus(own.p99());
  }

  @Override
  public String toString() {
    return delivery + " " + publication + " " + own;
  }
}
