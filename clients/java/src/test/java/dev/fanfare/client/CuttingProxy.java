package dev.fanfare.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy between a client and a server that cuts their connections when a test wants it. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cutBefore = new AtomicInteger();
  private final AtomicInteger cutAfter = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(URI target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** The next {@code times} requests do not reach the server. */
  void cutBeforeTheServer(int times) {
    cutBefore.set(times);
  }

  /** The next {@code times} requests reach the server, but its answers do not come back. */
  void cutBehindTheServer(int times) {
    cutAfter.set(times);
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(target.getHost(), target.getPort());
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, cutBefore));
        Thread.ofVirtual().start(() -> pass(server, client, cutAfter));
      } catch (IOException e) {
        // The proxy was closed, or the server is away: the client sees its connection end.
      }
    }
  }

  private void pass(Socket from, Socket to, AtomicInteger cutsLeft) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          cuts.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One of the two connections has ended; the other is closed as well.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
