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
 * Counts the requests that the {@link RequestRules} refuse. A refused host or origin is logged as
 * well, because the operator may have forgotten to allow it: at most one line of each kind in
 * {@link #PERIOD}. For any thread.
 */
@Singleton
public final class RefusalLog {
  static final Duration PERIOD = Duration.ofSeconds(10);

  private static final int BODY_TOO_LARGE = 413;
  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final Metrics metrics;

  private final LimitedLines hosts = new LimitedLines(System.nanoTime());
  private final LimitedLines origins = new LimitedLines(System.nanoTime());

  RefusalLog(Metrics metrics) {
    this.metrics = metrics;
  }

  void refused(Problem problem) {
    switch (problem.status()) {
      case MISDIRECTED -> {
        metrics.increment(Metric.HOSTS_REFUSED);
        hosts.write("refused a request to " + problem.detail());
      }
      case FORBIDDEN -> {
        metrics.increment(Metric.ORIGINS_REFUSED);
        origins.write("refused a request of " + problem.detail());
      }
      case BODY_TOO_LARGE -> metrics.increment(Metric.REFUSED); // as for a body in chunks
      default -> metrics.increment(Metric.MALFORMED);
    }
  }

  /** Limits the lines of one kind in the log. */
  static final class LimitedLines {
    private final AtomicLong nextNanos;
    private final AtomicLong untold = new AtomicLong();

    /**
     * @param nowNanos when the first line may be written
     */
    LimitedLines(long nowNanos) {
      nextNanos = new AtomicLong(nowNanos);
    }

    private void write(String refusal) {
      String line = line(refusal, System.nanoTime());
      if (line != null) {
        LOG.warn("{}", line);
      }
    }

    /** The line to log at this time, or null. */
    @Nullable String line(String refusal, long nowNanos) {
      long next = nextNanos.get();
      if (nowNanos - next < 0 || !nextNanos.compareAndSet(next, nowNanos + PERIOD.toNanos())) {
        untold.incrementAndGet();
        return null;
      }
      long others = untold.getAndSet(0);
      return refusal + (others == 0 ? "" : " (and " + others + " more)");
    }
  }
}
