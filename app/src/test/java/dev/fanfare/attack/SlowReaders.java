package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Honest clients that read all the time, but far less than there is to read: their sockets are full
 * and stay full. None of them may be cut. They send something now and then, as browsers do.
 */
final class SlowReaders implements AutoCloseable {
  private static final String TOPIC = "busy";
  private static final int READERS = 3;
  private static final int PERIOD_MILLIS = 250;
  private static final int BYTES_A_PERIOD = 8 * 1024;

  /**
   * The bytes of each event. One event is published per period, which is more than anybody reads.
   */
  private static final int EVENT_BYTES = 32 * 1024;

  /** The bytes that the kernel keeps: it asks for more whenever half of them are read. */
  private static final int RECEIVE_BYTES = 16 * 1024;

  private static final int PATIENCE_MILLIS = 5_000;

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final RawSocket calls;

  /** One thread reads, the other publishes. */
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().name("slow-readers-", 0).daemon().factory());

  /** Written by the thread that reads. */
  private int periods;

  private SlowReaders(int port) throws IOException {
    this.port = port;
    for (int i = 0; i < READERS; i++) {
      sockets.add(join());
    }
    calls = Honest.connect(port, PATIENCE_MILLIS);
    clock.scheduleAtFixedRate(this::publish, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    clock.scheduleAtFixedRate(this::read, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  static SlowReaders beside(Victim victim) {
    try {
      return new SlowReaders(victim.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> findings() {
    return findings.stream().distinct().limit(2).toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    calls.close();
    sockets.forEach(SlowReaders::close);
  }

  private Socket join() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(RawSocket.upgrade("?topic=" + TOPIC));
    return socket;
  }

  private void publish() {
    try {
      calls.send(Honest.publication(TOPIC, Payloads.state("it", EVENT_BYTES), ""));
      Honest.readAnswer(calls);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing more is published
    }
  }

  private void read() {
    periods++;
    sockets.forEach(this::read);
  }

  private void read(Socket socket) {
    if (socket.isClosed()) {
      return;
    }
    try {
      if (periods % (1_000 / PERIOD_MILLIS) == 0) {
        socket.getOutputStream().write(RawSocket.pong());
      }
      InputStream input = socket.getInputStream();
      if (input.available() > 0 && input.readNBytes(BYTES_A_PERIOD).length < BYTES_A_PERIOD) {
        throw new IOException("the server ended it");
      }
    } catch (SocketTimeoutException e) {
      findings.add("a slow reader got nothing for " + PATIENCE_MILLIS + " ms");
      close(socket);
    } catch (IOException e) {
      findings.add("a slow reader was cut: " + e.getMessage());
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
