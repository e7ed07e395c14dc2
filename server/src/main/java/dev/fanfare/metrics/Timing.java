package dev.fanfare.metrics;

/** Every latency that is measured. Each is a histogram with the buckets of {@link Metrics}. */
public enum Timing {
  PUBLISH(
      "fanfare.publish", "From a publication that was read, over HTTP or a socket, to its outcome"),
  DELIVERY(
      "fanfare.delivery",
      "From an event that this instance heard of to its last write by an event loop; events that"
          + " share a round count once");

  private final String meter;
  private final String description;

  Timing(String meter, String description) {
    this.meter = meter;
    this.description = description;
  }

  String meter() {
    return meter;
  }

  String description() {
    return description;
  }
}
