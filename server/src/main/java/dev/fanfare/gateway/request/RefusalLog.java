package dev.fanfare.gateway.request;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests that the {@link RequestRules} refuse. A refused host is logged as well, since
 * the operator may have forgotten to allow it; at most one line in {@link #PERIOD}, whatever comes.
 * For any thread.
 */
@Singleton
public final class RefusalLog {
  static final Duration PERIOD = Duration.ofSeconds(10);

  private static final int BODY_TOO_LARGE = 413;
  private static final int MISDIRECTED = 421;
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final Metrics metrics;

  /** When the next line may be written; at first at once. */
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  private final AtomicLong untold = new AtomicLong();

  RefusalLog(Metrics metrics) {
    this.metrics = metrics;
  }

  void refused(Problem problem) {
    switch (problem.status()) {
      case MISDIRECTED -> {
        metrics.increment(Metric.HOSTS_REFUSED);
        warn(problem);
      }
      case BODY_TOO_LARGE -> metrics.increment(Metric.REFUSED); // as where it comes in chunks
      default -> metrics.increment(Metric.MALFORMED);
    }
  }

  private void warn(Problem problem) {
    String line = line(problem.detail(), System.nanoTime());
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
