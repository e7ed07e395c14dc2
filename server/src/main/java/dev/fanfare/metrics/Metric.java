package dev.fanfare.metrics;

/**
 * Everything that is counted. Names follow Prometheus' manner once registered: {@code
 * fanfare_deliveries_total}, {@code fanfare_sessions}.
 *
 * <p>A counter is a {@link java.util.concurrent.atomic.LongAdder}, cheap enough for the hot path.
 */
public enum Metric {
  SESSIONS(Form.GAUGE, "fanfare.sessions", "WebSocket sessions that are open"),
  SUBSCRIPTIONS(Form.GAUGE, "fanfare.subscriptions", "Subscriptions of all sessions"),
  TOPICS(Form.GAUGE, "fanfare.topics", "Topics that this instance keeps a replica of"),
  PUBLISHED(Form.COUNTER, "fanfare.published", "Events stored for publishers"),
  REFUSED(Form.COUNTER, "fanfare.refused", "Messages and calls refused for what they say"),
  UNAVAILABLE(Form.COUNTER, "fanfare.unavailable", "Calls that failed since the store was away"),
  DELIVERIES(Form.COUNTER, "fanfare.deliveries", "Live deltas written to sockets"),
  WRITES(Form.COUNTER, "fanfare.writes", "Buffers with one or more live deltas written to sockets"),
  CATCH_UPS(
      Form.COUNTER, "fanfare.catch.ups", "Deltas written to joiners, resumers and slow readers"),
  ANSWERS(Form.COUNTER, "fanfare.answers", "Positions led to a topic's head, for catch-ups"),
  ANSWERS_ENCODED(
      Form.COUNTER, "fanfare.answers.encoded", "Of these, encoded; the others shared an encoding"),
  SLOW_SKIPS(Form.COUNTER, "fanfare.slow.skips", "Deliveries skipped since the socket was full"),
  FULL_SOCKETS(Form.GAUGE, "fanfare.full.sockets", "Sockets that can take no more at the moment"),
  NOT_READING(
      Form.COUNTER, "fanfare.not.reading", "Sockets cut since their client read nothing at all"),
  REPLICA_CATCH_UPS(
      Form.COUNTER,
      "fanfare.replica.catch.ups",
      "Times that a replica asked the store for a delta"),
  MOVES(Form.COUNTER, "fanfare.moves", "Sessions that went on on another event loop"),
  RATE_LIMITED(Form.COUNTER, "fanfare.rate.limited", "Messages refused for coming too fast"),
  HOSTS_REFUSED(
      Form.COUNTER, "fanfare.hosts.refused", "Requests refused for the host that they name"),
  ORIGINS_REFUSED(
      Form.COUNTER, "fanfare.origins.refused", "Requests refused for the origin of their page");

  enum Form {
    COUNTER,
    GAUGE
  }

  private final Form form;
  private final String meter;
  private final String description;

  Metric(Form form, String meter, String description) {
    this.form = form;
    this.meter = meter;
    this.description = description;
  }

  Form form() {
    return form;
  }

  String meter() {
    return meter;
  }

  String description() {
    return description;
  }
}
