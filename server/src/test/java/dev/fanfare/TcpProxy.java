package dev.fanfare;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The network between two processes. It can be cut, be slow, or swallow everything silently. */
public final class TcpProxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** What happens to the bytes that are sent. */
  private enum Mode {
    FORWARD,
    /** Connections are cut, and cannot be made. */
    CUT,
    /** Connections stay and can be made; nothing comes through, in either direction. */
    SWALLOW
  }

  private final int target;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Mode mode = Mode.FORWARD;
  private volatile Duration delay = Duration.ZERO;

  private TcpProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Listens on a free port of this machine and forwards to another. */
  public static TcpProxy to(int port) {
    try {
      return new TcpProxy(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts all connections. None can be made. */
  public void cut() {
    mode = Mode.CUT;
    breakAll();
  }

  /** Loses everything that is sent from now on, silently. */
  public void swallow() {
    mode = Mode.SWALLOW;
  }

  /** Delays everything that is sent from now on by this time each way. */
  public void delay(Duration each) {
    delay = each;
  }

  /**
   * Works normally for new connections. Connections that have lost bytes are broken: a real
   * connection would not go on after a gap either.
   */
  public void heal() {
    boolean hasLost = mode == Mode.SWALLOW;
    delay = Duration.ZERO;
    mode = Mode.FORWARD;
    if (hasLost) {
      breakAll();
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    breakAll();
    threads.shutdownNow();
  }

  private void breakAll() {
    sockets.forEach(TcpProxy::closeQuietly);
    sockets.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        threads.execute(() -> join(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void join(Socket near) {
    if (mode == Mode.CUT) {
      closeQuietly(near);
      return;
    }
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.addAll(List.of(near, far));
      threads.execute(() -> pump(near, far));
      threads.execute(() -> pump(far, near));
    } catch (IOException refused) {
      closeQuietly(near);
    }
  }

  private void pump(Socket from, Socket to) {
    try (ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor()) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      // Each task sends the first bytes in the queue, because tasks of nearly the same time may run
      // in another order.
      Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
      long free = System.nanoTime();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (mode == Mode.FORWARD) {
          waiting.add(Arrays.copyOf(chunk, read));
          long now = System.nanoTime();
          free = Math.max(free, now + delay.toNanos()); // never before earlier bytes
          line.schedule(() -> write(out, waiting.remove(), to), free - now, TimeUnit.NANOSECONDS);
        }
      }
    } catch (IOException broken) {
      // The other side is closed below.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      sockets.removeAll(List.of(from, to));
    }
  }

  private static void write(OutputStream out, byte[] bytes, Socket to) {
    try {
      out.write(bytes);
    } catch (IOException broken) {
      closeQuietly(to);
    }
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception ignored) {
      // It cannot be used any more either way.
    }
  }
}
