package dev.fanfare.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs faults. The first fault of a kind is logged with its stack trace, later ones once in {@link
 * #PERIOD} with their number. So a client that has found a bug cannot fill the disk with it. Safe
 * for any thread.
 */
final class FaultLog {
  /** A kind is logged at most once in this time. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** The number of kinds that are logged apart; past it all other kinds count as one. */
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
   * Logs a fault, unless its kind was logged a moment ago.
   *
   * @param where the fault happened
   */
  void log(String where, Throwable fault) {
    long unlogged = dueAfter(kind(fault));
    if (unlogged == 0) {
      LOG.error("{} failed because of a bug", where, fault);
    } else if (unlogged > 0) {
      LOG.error(
          "{} failed because of a bug; {} similar failures not logged", where, unlogged, fault);
    }
  }

  /**
   * The number of unlogged faults of this kind since the last logged one; negative if nothing is to
   * be logged.
   */
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

  /**
   * The class of the fault and the place where it was thrown. Its message is left out, because a
   * client may have written it.
   */
  private static String kind(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
  }
}
