package dev.fanfare.publish;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.publish.Outcome.Refused;
import dev.fanfare.topic.InvalidValueException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what an exception means to a client, logs bugs, and counts refusals
 * and failures, over sockets and over HTTP. Safe for any thread.
 */
@Singleton
public final class Failures {
  /** The message that a client receives after a bug. */
  public static final String BUG = "the server failed; it has been logged";

  private final Metrics metrics;
  private final FaultLog faults = new FaultLog();

  public Failures(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The refusal for the client. It is counted, and a bug is logged.
   *
   * @param where the failure happened, for the log
   * @param failure null if there is neither a result nor an exception, which is a bug
   */
  public Refused refused(String where, @Nullable Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return refused(where, failure.getCause());
    }
    Refused refused =
        switch (failure) {
          case ProtocolException it -> new Refused(it.code(), it.message());
          case InvalidValueException it ->
              new Refused(ErrorCode.BAD_MESSAGE, String.valueOf(it.getMessage()));
          case BackplaneUnavailableException it ->
              new Refused(ErrorCode.UNAVAILABLE, it.description());
          case UnreadableStoreException it -> new Refused(ErrorCode.UNAVAILABLE, it.description());
          case null -> bug(where, new IllegalStateException("neither stored nor failed"));
          default -> bug(where, failure);
        };
    count(refused.code());
    return refused;
  }

  /** Counts a refusal with this code that was written elsewhere. */
  public void count(ErrorCode code) {
    metrics.increment(
        switch (code) {
          case UNAVAILABLE -> Metric.UNAVAILABLE;
          case INTERNAL -> Metric.FAULTS;
          case RATE_LIMITED -> Metric.RATE_LIMITED;
          case MISDIRECTED -> Metric.HOSTS_REFUSED;
          case BAD_MESSAGE,
              UNKNOWN_TYPE,
              TOO_LARGE,
              TOO_MANY_TOPICS,
              STATE_FULL,
              IDEMPOTENCY_MISMATCH,
              NOT_SUPPORTED,
              FORBIDDEN,
              NOT_FOUND,
              NOT_ALLOWED,
              NOT_JSON ->
              Metric.REFUSED;
        });
  }

  /** Logs and counts a bug that is no answer to a client. */
  public void onBug(String where, Throwable fault) {
    faults.log(where, fault);
    count(ErrorCode.INTERNAL);
  }

  private Refused bug(String where, Throwable fault) {
    faults.log(where, fault);
    return new Refused(ErrorCode.INTERNAL, BUG);
  }
}
