package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * An honest reader of the bystander's topic, on its own thread. It records how late each event
 * comes, and each event that is missing or out of order.
 */
final class BystanderReader implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final RawSocket socket;
  private final Recorder latencies;
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /** Written by the thread. */
  private @Nullable Position position;

  private volatile long last;
  private volatile boolean joined;
  private volatile boolean closed;

  private BystanderReader(RawSocket socket, Recorder latencies) {
    this.socket = socket;
    this.latencies = latencies;
    thread = Thread.ofPlatform().name("bystander-reader").daemon().start(this::read);
  }

  static BystanderReader join(int port, Recorder latencies) {
    try {
      RawSocket socket = Honest.connect(port, PATIENCE_MILLIS);
      socket.send(RawSocket.upgrade("?topic=" + Bystander.TOPIC));
      socket.readHead();
      return new BystanderReader(socket, latencies);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasJoined() {
    return joined;
  }

  /** Whether nothing more will come. */
  boolean isOver() {
    return !thread.isAlive();
  }

  /** The number of the last event that came. */
  long last() {
    return last;
  }

  List<String> findings() {
    return findings;
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
    thread.interrupt();
  }

  private void read() {
    try {
      Optional<String> end = Optional.empty();
      while (end.isEmpty()) {
        end = take(socket.next());
      }
      findings.add(end.get());
    } catch (RuntimeException e) {
      if (!closed) {
        findings.add("a bystander's socket: " + e);
      }
    }
  }

  /** The reason to end, if there is one. */
  private Optional<String> take(RawSocket.Frame frame) {
    switch (frame.opcode()) {
      case RawSocket.PING -> socket.send(RawSocket.pong());
      case RawSocket.TEXT -> {
        String json = frame.text();
        JsonObject message = JsonObject.parse(json);
        switch (message.string("type")) {
          case "delta" -> apply(EventReader.readDelta(json));
          case "ping" -> socket.send(RawSocket.text("{\"type\":\"pong\"}"));
          default -> {}
        }
      }
      case RawSocket.CLOSE -> {
        return Optional.of("a bystander was cut with " + frame.closeCode());
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void apply(Delta delta) {
    long nowNanos = System.nanoTime();
    if (joined && !Objects.equals(delta.from(), position)) {
      findings.add("a bystander at " + position + " got a delta from " + delta.from());
    }
    position = delta.to();
    for (Event event : delta.events()) {
      JsonObject data = JsonObject.parse(((Event.Notice) event).data().json());
      long number = data.optionalInteger("n").orElseThrow();
      if (joined) {
        expect(number);
        latencies.recordValue(
            TimeUnit.NANOSECONDS.toMicros(
                Math.max(0, nowNanos - data.optionalInteger("due").orElseThrow())));
      }
      last = number;
    }
    joined = true;
  }

  private void expect(long number) {
    if (number != last + 1) {
      findings.add("a bystander got event " + number + " after " + last);
    }
  }
}
