package dev.fanfare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** A port that nobody listens on. */
public final class FreePort {
  /**
   * Before version 7, the port of a Redis Cluster node's bus is this much higher than its own port.
   */
  private static final int BUS = 10_000;

  private static final int LAST = 65_535;

  private FreePort() {}

  public static int find() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A free port for which the port of the bus is free as well. */
  public static int findWithBus() {
    for (int port = 2 * BUS; port + BUS <= LAST; port++) {
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
    throw new IllegalStateException("no two free ports at a distance of " + BUS);
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
