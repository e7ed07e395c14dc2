package dev.fanfare.session;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fanfare.topic.Bounds;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How many connections an instance serves. Each connection is an open file, so the limit depends on
 * the files that the process may open.
 *
 * @param sockets the most WebSocket sessions; past it an upgrade gets 503
 */
public record ConnectionLimit(int sockets) {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  public static final ConnectionLimit DEFAULT = new ConnectionLimit(100_000);

  /** More than the open files of any process. */
  private static final int MAX_SOCKETS = 100_000_000;

  /** Files that the program opens for itself: its jars, its connections to Redis, its loops. */
  static final int OWN_FILES = 256;

  /** One other connection is allowed for this number of sockets, within the bounds below. */
  private static final int CALLS_SHARE = 16;

  private static final int MIN_CALLS = 16;
  private static final int MAX_CALLS = 1024;

  public ConnectionLimit {
    check(sockets);
  }

  static void check(int sockets) {
    Bounds.check("fanfare.connections", sockets, 1, MAX_SOCKETS);
  }

  /**
   * The wanted number of sockets, or fewer if this process may not open enough files. In that case
   * a log line says so.
   *
   * @param wanted null if nothing was configured
   */
  public static ConnectionLimit of(@Nullable Integer wanted) {
    ConnectionLimit whole = wanted == null ? DEFAULT : new ConnectionLimit(wanted);
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return whole;
    }
    long files = unix.getMaxFileDescriptorCount();
    ConnectionLimit fitting = whole.within(files);
    if (!fitting.equals(whole)) {
      LOG.atLevel(wanted == null ? Level.DEBUG : Level.WARN)
          .log(
              "serves at most {} sockets, not {} (FANFARE_CONNECTIONS): this process may open {}"
                  + " files (ulimit -n)",
              fitting.sockets,
              whole.sockets,
              files);
    }
    return fitting;
  }

  /**
   * This limit, or a lower one if a process with this number of files could not serve all
   * connections.
   */
  ConnectionLimit within(long files) {
    long room = files - OWN_FILES;
    if (all() <= room) {
      return this;
    }
    long most = Math.min(room - MIN_CALLS, room * CALLS_SHARE / (CALLS_SHARE + 1));
    return new ConnectionLimit((int) Math.max(1, Math.max(most, room - MAX_CALLS)));
  }

  /**
   * The most connections of all kinds; past it a connection is closed when it is accepted. There
   * are more connections than sockets, so that calls are served, and upgrades refused with a
   * reason, when all sockets are taken.
   */
  public int all() {
    return Math.addExact(sockets, Math.clamp(sockets / CALLS_SHARE, MIN_CALLS, MAX_CALLS));
  }
}
