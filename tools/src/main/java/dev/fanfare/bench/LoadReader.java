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

/** One socket that follows one topic: where it is, and what it has got. On the loop. */
final class LoadReader implements SocketListener {
  /** Who is told how it goes. */
  interface Watcher {
    void onOpen();

    /** It has what its topic holds. */
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

  /** It is nowhere and has seen nothing, as a page that has just been loaded. */
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

  /** Whether it was told, by a reset, that it may have missed something. */
  boolean isToldOfGaps() {
    return told;
  }

  /** How many events it has not got that it should have. */
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
      tally.complain("a socket is told what nobody understands: " + e.message());
    }
  }

  private void onMessage(ByteBuf message) {
    switch (ServerFrameReader.read(Utf8.decode(message.nioBuffer()))) {
      case DeltaPart part -> onDelta(part, message);
      case ServerFrame.Error error -> tally.complain("a socket is told: " + error.message());
      case ServerFrame.Goodbye goodbye ->
          tally.complain("a socket is told goodbye: " + goodbye.code().reason());
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
      // Its events are there; the place is another one when the last part is, too.
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
      // The first delta of a page that has just been loaded is one, and tells of no gap.
      tally.resets += here == null ? 0 : 1;
      told |= here != null;
    } else if (!Objects.equals(delta.from(), here)) {
      tally.misfits++;
      tally.complain(
          "a delta of "
              + delta.topic()
              + " leads from "
              + delta.from()
              + ", the socket is at "
              + here);
    }
  }
}
