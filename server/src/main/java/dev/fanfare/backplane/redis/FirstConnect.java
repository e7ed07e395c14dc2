package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.topic.Bounds;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects at the start, and waits while Redis cannot be reached: often it starts at the same time,
 * and its name is not known yet. What waiting cannot mend ends it at once: a wrong password, a
 * Redis of another kind, TLS on one side only.
 */
final class FirstConnect {
  /** One attempt to connect. */
  interface Opening<T> {
    T connect() throws ExecutionException, TimeoutException, InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(FirstConnect.class);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** With these codes Redis says that it cannot be used yet. */
  private static final Set<String> PASSING =
      Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

  private final RedisAddress address;
  private final Duration patience;
  private boolean isWaiting;
  private long begunNanos;

  /**
   * @param patience how long to try again
   */
  FirstConnect(RedisAddress address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /**
   * Connects, on the calling thread.
   *
   * @throws BackplaneUnavailableException if Redis cannot be used, or not in time
   */
  <T> T to(Opening<T> opening) {
    try {
      while (true) {
        try {
          return opening.connect();
        } catch (ExecutionException | TimeoutException failure) {
          BackplaneUnavailableException why = explained(failure);
          if (why.getCause() == null || !isPassing(failure) || isOver()) {
            throw why;
          }
          await(why);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw address.unusable(e);
    }
  }

  /** The wait begins with the first failure: an attempt may take as long as the whole wait. */
  private boolean isOver() {
    return patience.isZero() || (isWaiting && System.nanoTime() - begunNanos >= patience.toNanos());
  }

  /** Without a cause if it is known that waiting is useless. */
  private BackplaneUnavailableException explained(Exception failure) {
    if (isUnexplained(failure)) {
      try {
        address.checkTls();
      } catch (WrongRedisException wrong) {
        return address.unusable(wrong);
      }
    }
    return address.unusable(failure);
  }

  private void await(BackplaneUnavailableException why) throws InterruptedException {
    if (!isWaiting) {
      isWaiting = true;
      begunNanos = System.nanoTime();
      LOG.warn(
          "{}; waits up to {} for it (--wait-for-redis)", why.description(), Bounds.text(patience));
    }
    Thread.sleep(PAUSE);
  }

  /** Whether a connection ended, or stayed silent, and nobody says why. */
  private static boolean isUnexplained(Throwable failure) {
    return switch (failure) {
      case WrongRedisException _, ConnectException _, UnknownHostException _ -> false;
      default -> {
        Throwable cause = failure.getCause();
        yield Failure.codeOf(failure) == null && (cause == null || isUnexplained(cause));
      }
    };
  }

  /** Whether Redis may be there soon. */
  private static boolean isPassing(Throwable failure) {
    return switch (failure) {
      case WrongRedisException _, SSLException _ -> false;
      case ConnectException _, UnknownHostException _ -> true;
      default -> {
        Throwable cause = failure.getCause();
        String code = Failure.codeOf(failure);
        yield code != null ? PASSING.contains(code) : cause == null || isPassing(cause);
      }
    };
  }
}
