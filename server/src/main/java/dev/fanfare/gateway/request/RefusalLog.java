package dev.fanfare.gateway.request;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is refused. A refused host is logged as well, since the operator may have forgotten
 * to allow it; at most one line in {@link #PERIOD}, whatever comes. For any thread.
 */
@Singleton
public final class RefusalLog {
  static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final Metrics metrics;

  /** When the next line may be written; at first at once. */
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  private final AtomicLong untold = new AtomicLong();

  RefusalLog(Metrics metrics) {
    this.metrics = metrics;
  }

  void refused(Problem problem) {
    boolean host = problem.code() == ErrorCode.MISDIRECTED;
    metrics.increment(host ? Metric.HOSTS_REFUSED : Metric.REFUSED);
    String line = host ? line(problem.detail(), System.nanoTime()) : null;
    if (line != null) {
      LOG.warn("{}", line);
    }
  }

  /** What is to be logged at this time, or null. */
  @Nullable String line(String refusal, long nowNanos) {
    long next = nextNanos.get();
    if (nowNanos - next < 0 || !nextNanos.compareAndSet(next, nowNanos + PERIOD.toNanos())) {
      untold.incrementAndGet();
      return null;
    }
    long others = untold.getAndSet(0);
    return "refused a request to " + refusal + (others == 0 ? "" : " (and " + others + " more)");
  }
}
