package dev.fanfare.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The connections of an attack, and the sum of their traffic. One thread uses it. */
final class Crowd implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;

  /** The kernel keeps this many bytes here that nobody reads. */
  private static final int RECEIVE_BYTES = 4096;

  private final InetSocketAddress server;
  private final List<Hostile> open = new ArrayList<>();
  private int connections;
  private int refused;
  private int mostOpen;
  private long sentBytes;

  Crowd(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Opens one more connection; empty if the server accepts none. */
  Optional<Hostile> connect() {
    try {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
        channel.socket().connect(server, CONNECT_MILLIS);
        channel.configureBlocking(false);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      Hostile hostile = new Hostile(channel, this);
      open.add(hostile);
      connections++;
      mostOpen = Math.max(mostOpen, open.size());
      return Optional.of(hostile);
    } catch (IOException e) {
      refused++;
      return Optional.empty();
    }
  }

  /** The connections that, as far as is known, neither side has ended. */
  List<Hostile> open() {
    return List.copyOf(open);
  }

  /** The most connections that were open at a time. */
  int mostOpen() {
    return mostOpen;
  }

  void onSent(int bytes) {
    sentBytes += bytes;
  }

  void onOver(Hostile hostile) {
    open.remove(hostile);
  }

  @Override
  public void close() {
    open().forEach(Hostile::drop);
  }

  @Override
  public String toString() {
    String sent =
        String.format(
            Locale.ROOT, "%,d KB over %,d connections", (sentBytes + 1023) / 1024, connections);
    return refused == 0 ? sent : sent + ", " + refused + " not taken";
  }
}
