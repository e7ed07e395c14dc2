package dev.fanfare.bench;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.ServerFrame;
import dev.fanfare.protocol.ServerFrameReader;
import dev.fanfare.protocol.Utf8;
import dev.fanfare.socket.Socket;
import dev.fanfare.socket.SocketListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One socket that follows one topic: its position, and the events that it received. Runs on the
 * loop.
 */
final class LoadReader implements SocketListener {
  /** Receives what happens to the socket. */
  interface Watcher {
    void onOpen();

    /** The socket has received its topic's state. */
    void onJoined(long tookNanos);

    void onClosed(boolean wasOpen, String why);
  }

  private final BenchTopic course;
  private final Watcher watcher;
  private final BenchTally tally;
  private @Nullable Socket socket;
  private ReaderPosition place;
  private long events;
  private long checksum;
  private long begunNanos;
  private boolean joined;
  private boolean told;

  LoadReader(BenchTopic course, Watcher watcher, BenchTally tally) {
    this.course = course;
    this.watcher = watcher;
    this.tally = tally;
    place = course.start();
  }

  BenchTopic course() {
    return course;
  }

  /** Starts without a position and without events, like a page that has just been loaded. */
  void begin(long nowNanos) {
    place = course.start();
    joined = false;
    begunNanos = nowNanos;
  }

  void cut() {
    if (socket != null) {
      socket.cut();
    }
  }

  /** Whether a reset told it that it may have missed something. */
  boolean isToldOfGaps() {
    return told;
  }

  /** The number of events that it should have received and has not. */
  long missing() {
    return course.missing(account());
  }

  EventSum account() {
    return new EventSum(events, checksum);
  }

  @Override
  public void onOpen(Socket opened) {
    socket = opened;
    watcher.onOpen();
  }

  @Override
  public void onText(Socket from, ByteBuf message) {
    onText(message);
  }

  void onText(ByteBuf message) {
    DeltaStep next = place.next();
    if (next != null && next.isTold(message)) {
      take(next);
      arrive();
    } else {
      read(message);
    }
  }

  @Override
  public void onClosed(Socket gone, String why) {
    watcher.onClosed(socket != null, why);
    socket = null;
  }

  private void take(DeltaStep step) {
    place = step.to();
    events += step.account().events();
    checksum += step.account().checksum();
    tally.delivered(step.dueNanos());
  }

  private void arrive() {
    if (!joined) {
      joined = true;
      watcher.onJoined(System.nanoTime() - begunNanos);
    }
  }

  private void read(ByteBuf message) {
    try {
      onMessage(message);
    } catch (ProtocolException e) {
      tally.misfits++;
      tally.complain("a socket received an unreadable message: " + e.message());
    }
  }

  private void onMessage(ByteBuf message) {
    switch (ServerFrameReader.read(Utf8.decode(message.nioBuffer()))) {
      case DeltaPart part -> onDelta(part, message);
      case ServerFrame.Error error ->
          tally.complain("a socket received an error: " + error.message());
      case ServerFrame.Goodbye goodbye ->
          tally.complain("a socket received goodbye: " + goodbye.code().reason());
      case ServerFrame.Welcome _, ServerFrame.Ok _, ServerFrame.Ping _ -> {}
      case null -> {}
    }
  }

  private void onDelta(DeltaPart part, ByteBuf message) {
    Delta delta = part.delta();
    check(delta);
    List<EventMark> marks = EventMark.of(delta.events());
    byte[] bytes = ByteBufUtil.getBytes(message);
    if (part.more()) {
      // The events count now; the position changes with the last part.
      take(new DeltaStep(bytes, marks, place));
      return;
    }
    DeltaStep step = new DeltaStep(bytes, marks, course.place(delta.to()));
    place.leadOn(step);
    take(step);
    arrive();
  }

  private void check(Delta delta) {
    Position here = place.position();
    if (delta.isReset()) {
      // The first delta after a load is a reset, too, and does not mean that anything was missed.
      tally.resets += here == null ? 0 : 1;
      told |= here != null;
    } else if (!Objects.equals(delta.from(), here)) {
      tally.misfits++;
      tally.complain(
          "a delta of "
              + delta.topic()
              + " starts at "
              + delta.from()
              + ", but the socket is at "
              + here);
    }
  }
}
