package dev.fanfare.metrics;

/**
 * Everything that is counted. Registered names follow the conventions of Prometheus: {@code
 * fanfare_deliveries_total}, {@code fanfare_sessions}.
 *
 * <p>A counter is a {@link java.util.concurrent.atomic.LongAdder}, cheap enough for the hot path.
 */
public enum Metric {
  SESSIONS(Form.GAUGE, "fanfare.sessions", "WebSocket sessions that are open"),
  SUBSCRIPTIONS(Form.GAUGE, "fanfare.subscriptions", "Subscriptions of all sessions"),
  TOPICS(Form.GAUGE, "fanfare.topics", "Topics that this instance keeps a replica of"),
  PUBLISHED(Form.COUNTER, "fanfare.published", "Events stored for publishers"),
  REFUSED(
      Form.COUNTER,
      "fanfare.refused",
      "Messages and calls refused for what they say or for lack of room in a topic"),
  UNAVAILABLE(
      Form.COUNTER,
      "fanfare.unavailable",
      "Messages and calls that failed because the store was away or had no memory"),
  FAULTS(
      Form.COUNTER,
      "fanfare.faults",
      "Messages, calls and connections that failed because of a bug, which is logged"),
  DELIVERIES(Form.COUNTER, "fanfare.deliveries", "Live deltas written to sockets"),
  WRITES(Form.COUNTER, "fanfare.writes", "Buffers with one or more live deltas written to sockets"),
  CATCH_UPS(
      Form.COUNTER, "fanfare.catch.ups", "Deltas written to joiners, resumers and slow readers"),
  ANSWERS(Form.COUNTER, "fanfare.answers", "Positions led to a topic's head, for catch-ups"),
  ANSWERS_ENCODED(
      Form.COUNTER, "fanfare.answers.encoded", "Of these, encoded; the others shared an encoding"),
  SLOW_SKIPS(Form.COUNTER, "fanfare.slow.skips", "Deliveries skipped because the socket was full"),
  FULL_SOCKETS(Form.GAUGE, "fanfare.full.sockets", "Sockets that can take no more at the moment"),
  NOT_READING(
      Form.COUNTER,
      "fanfare.not.reading",
      "Connections cut because their client read nothing at all"),
  REPLICA_CATCH_UPS(
      Form.COUNTER,
      "fanfare.replica.catch.ups",
      "Times that a replica asked the store for a delta"),
  RATE_LIMITED(Form.COUNTER, "fanfare.rate.limited", "Frames refused for coming too fast"),
  PAUSED_SOCKETS(
      Form.GAUGE,
      "fanfare.paused.sockets",
      "Sockets that are not read because they, or the store, take nothing"),
  CONNECTIONS(Form.GAUGE, "fanfare.connections", "Connections that are open, of all kinds"),
  CONNECTIONS_REFUSED(
      Form.COUNTER,
      "fanfare.connections.refused",
      "Connections closed when they were accepted because there were too many"),
  SLOW_REQUESTS(
      Form.COUNTER, "fanfare.slow.requests", "Connections closed because a request was too slow"),
  IDLE_CONNECTIONS(
      Form.COUNTER, "fanfare.idle.connections", "Connections closed because no request came"),
  ACCEPT_FAILURES(
      Form.COUNTER,
      "fanfare.accept.failures",
      "Times that no connection could be accepted, e.g. for lack of file descriptors"),
  OVERLOADED(
      Form.COUNTER,
      "fanfare.overloaded",
      "Calls refused and connections ended because the memory for unsent data was used up"),
  READS(Form.COUNTER, "fanfare.reads", "Topics read over HTTP"),
  READS_SENT(
      Form.COUNTER, "fanfare.reads.sent", "Of these, sent to the store; the others shared a read"),
  STORE_BYTES(Form.GAUGE, "fanfare.store.bytes", "Heap that topics stored in memory take at most"),
  IDEMPOTENCY_BYTES(
      Form.GAUGE, "fanfare.idempotency.bytes", "Heap that remembered idempotency keys take"),
  FOLLOWED_BYTES(
      Form.GAUGE, "fanfare.followed.bytes", "Heap that topics followed here take at most"),
  FORGOTTEN(
      Form.COUNTER, "fanfare.forgotten", "Topics forgotten or thinned out to make room for others"),
  NO_ROOM(
      Form.COUNTER, "fanfare.no.room", "Refusals of any kind because a memory limit was reached"),
  HOSTS_REFUSED(
      Form.COUNTER, "fanfare.hosts.refused", "Requests refused for the host that they name"),
  ORIGINS_REFUSED(
      Form.COUNTER, "fanfare.origins.refused", "Requests refused for the origin of their page"),
  MALFORMED(
      Form.COUNTER,
      "fanfare.malformed",
      "Requests and frames refused because they are not valid HTTP/1.1 or WebSocket"),
  UPGRADES_REFUSED(
      Form.COUNTER,
      "fanfare.upgrades.refused",
      "Requests for a WebSocket refused for what they say or for too many sockets");

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
