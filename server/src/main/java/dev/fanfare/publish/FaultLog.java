package dev.fanfare.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs faults: each kind, with its trace, when it first comes and then once in a while with how
 * often it came. Whoever finds a bug from outside does not fill the disk with it. Safe for any
 * thread.
 */
final class FaultLog {
  /** A kind is logged once in this time. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** Kinds that are told apart; past it all others are one. */
  static final int MAX_KINDS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
  private static final String OTHERS = "others";

  private final LongSupplier nanoTime;

  /** Guarded by itself. */
  private final Map<String, Seen> kinds = new HashMap<>();

  private static final class Seen {
    long loggedAtNanos;
    long unlogged;
  }

  FaultLog() {
    this(System::nanoTime);
  }

  FaultLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A fault.
   *
   * @param where it came up
   */
  void log(String where, Throwable fault) {
    long unlogged = dueAfter(kind(fault));
    if (unlogged == 0) {
      LOG.error("{} fails by a bug", where, fault);
    } else if (unlogged > 0) {
      LOG.error("{} fails by a bug; {} like it were not logged", where, unlogged, fault);
    }
  }

  /** How many of the kind came since the last one that was logged; negative to say nothing. */
  private long dueAfter(String kind) {
    synchronized (kinds) {
      String counted = kinds.containsKey(kind) || kinds.size() < MAX_KINDS ? kind : OTHERS;
      Seen seen = kinds.get(counted);
      long now = nanoTime.getAsLong();
      if (seen != null && now - seen.loggedAtNanos < PERIOD.toNanos()) {
        seen.unlogged++;
        return -1;
      }
      Seen logged = seen == null ? new Seen() : seen;
      kinds.put(counted, logged);
      long unlogged = logged.unlogged;
      logged.unlogged = 0;
      logged.loggedAtNanos = now;
      return unlogged;
    }
  }

  /** Its class and where it was thrown: what a message says may be a client's word. */
  private static String kind(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
  }
}
