package dev.fanfare.publish;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what a call throws becomes a problem. */
@Singleton
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Metrics metrics;

  public Failures(Metrics metrics) {
    this.metrics = metrics;
  }

  /** The answer to a call of this path; it is counted. */
  public Problem problem(String path, @Nullable Throwable failure) {
    Problem problem = of(path, failure);
    metrics.increment(
        problem.code() == ErrorCode.UNAVAILABLE ? Metric.UNAVAILABLE : Metric.REFUSED);
    return problem;
  }

  /** Whether the call was refused for what it says or for lack of room: nothing is stored. */
  public static boolean isRefusal(Throwable failure) {
    return switch (failure) {
      case ProtocolException _, InvalidValueException _ -> true;
      case CompletionException it when it.getCause() != null -> isRefusal(it.getCause());
      default -> false;
    };
  }

  private static Problem of(String path, @Nullable Throwable failure) {
    return switch (failure) {
      case ProtocolException it -> Problem.of(it.code(), it.message(), path);
      case InvalidValueException it ->
          Problem.of(ErrorCode.BAD_MESSAGE, String.valueOf(it.getMessage()), path);
      case BackplaneUnavailableException it ->
          Problem.of(ErrorCode.UNAVAILABLE, it.description(), path);
      case UnreadableStoreException it -> Problem.of(ErrorCode.UNAVAILABLE, it.description(), path);
      case CompletionException it when it.getCause() != null -> of(path, it.getCause());
      case null, default -> {
        LOG.error("{} fails by a bug", path, failure);
        yield Problem.of(ErrorCode.INTERNAL, "the server failed; it has been logged", path);
      }
    };
  }
}
