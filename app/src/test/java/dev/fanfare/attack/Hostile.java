package dev.fanfare.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that sends and reads when it is called, and never waits. One thread uses it. */
final class Hostile {
  private final SocketChannel channel;
  private final Crowd crowd;
  private @Nullable ByteBuffer rest;
  private boolean over;

  Hostile(SocketChannel channel, Crowd crowd) {
    this.channel = channel;
    this.crowd = crowd;
  }

  /** Whether either side has ended it. */
  boolean isOver() {
    return over;
  }

  /**
   * Goes on sending these bytes where it stopped, over and over; returns the number that the kernel
   * took.
   */
  int pour(ByteBuffer pattern, int maxBytes) {
    int poured = 0;
    for (int taken = -1; poured < maxBytes && taken != 0 && !over; poured += taken) {
      ByteBuffer mine = rest == null || !rest.hasRemaining() ? pattern.duplicate() : rest;
      rest = mine;
      int end = mine.limit();
      mine.limit(Math.min(end, mine.position() + maxBytes - poured));
      taken = send(mine);
      mine.limit(end);
    }
    return poured;
  }

  /** Sends as many of these bytes as the kernel takes; returns their number. */
  int send(ByteBuffer bytes) {
    try {
      int sent = over ? 0 : channel.write(bytes);
      crowd.onSent(sent);
      return sent;
    } catch (IOException e) {
      drop();
      return 0;
    }
  }

  /** Reads the bytes that are there; -1 at the end. */
  int read(ByteBuffer into) {
    if (over) {
      return -1;
    }
    try {
      int read = channel.read(into);
      if (read < 0) {
        drop();
      }
      return read;
    } catch (IOException e) {
      drop();
      return -1;
    }
  }

  /** Ends the connection so that the server notices at once, whatever waits. */
  void drop() {
    if (over) {
      return;
    }
    over = true;
    crowd.onOver(this);
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // The connection is over anyway.
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
