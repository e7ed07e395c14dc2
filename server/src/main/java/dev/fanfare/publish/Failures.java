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

/** The one place where what a call throws becomes a problem. */
@Singleton
public final class Failures {
  private final Metrics metrics;
  private final FaultLog faults;

  public Failures(Metrics metrics, FaultLog faults) {
    this.metrics = metrics;
    this.faults = faults;
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

  private Problem of(String path, @Nullable Throwable failure) {
    return switch (failure) {
      case ProtocolException it -> Problem.of(it.code(), it.message(), path);
      case InvalidValueException it ->
          Problem.of(ErrorCode.BAD_MESSAGE, String.valueOf(it.getMessage()), path);
      case BackplaneUnavailableException it ->
          Problem.of(ErrorCode.UNAVAILABLE, it.description(), path);
      case UnreadableStoreException it -> Problem.of(ErrorCode.UNAVAILABLE, it.description(), path);
      case CompletionException it when it.getCause() != null -> of(path, it.getCause());
      case null -> internal(path, new IllegalStateException("neither stored nor failed"));
      default -> internal(path, failure);
    };
  }

  private Problem internal(String path, Throwable fault) {
    faults.log(path, fault);
    return Problem.of(ErrorCode.INTERNAL, "the server failed; it has been logged", path);
  }
}
