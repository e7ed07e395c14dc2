package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Frames whose length is near a power of two at which numbers overflow, or near the limit of a
 * message, after fragments of every kind of size. Each exceeds a message's limit, so the server has
 * to end the socket at the frame's header.
 */
final class LengthProbes implements Assault {
  private static final int LIMIT = 128 * 1024;
  private static final List<Integer> FRAGMENTS =
      List.of(0, 1, 100, 125, 126, 65_535, 65_536, LIMIT - 1, LIMIT);
  private static final List<Long> EDGES =
      List.of(Long.MIN_VALUE, 0L, 1L << 32, 1L << 31, (long) LIMIT);
  private static final List<Integer> DISTANCES =
      List.of(-LIMIT - 14, -LIMIT, -65_536, -100, -50, -14, -10, -4, -1, 0, 1, 4, 14, 100, LIMIT);
  private static final int PROBES_A_BURST = 6;
  private static final int PROBES_AT_ONCE = 60;
  private static final int FILL_BYTES = 16 * 1024;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private record Probe(
      Hostile hostile, int fragment, long length, ByteBuffer rest, ServerFrames heard, long begun) {
    boolean isLate() {
      return System.nanoTime() - begun > PATIENCE_NANOS;
    }

    /** Sends the remaining bytes, reads those that are there, and ends when the server ends. */
    void proceed() {
      hostile.send(rest);
      heard.read(hostile);
      if (heard.hasClose()) {
        hostile.drop();
      }
    }

    @Override
    public String toString() {
      return "length " + HexFormat.of().toHexDigits(length) + " after a fragment of " + fragment;
    }
  }

  private record Case(int fragment, long length) {
    /** Whether the server must refuse the length. Shorter lengths are encoded in another way. */
    boolean isTooLong() {
      return length < 0 || (length > 0xffff && length > LIMIT - fragment);
    }
  }

  private final Crowd crowd;
  private final Queue<Case> cases = new ArrayDeque<>();
  private final List<Probe> probes = new ArrayList<>();
  private final List<Probe> taken = new ArrayList<>();
  private int ended;

  LengthProbes(Scene scene) {
    crowd = scene.crowd();
    for (int fragment : FRAGMENTS) {
      for (long edge : EDGES) {
        DISTANCES.stream()
            .map(distance -> new Case(fragment, edge + distance))
            .filter(Case::isTooLong)
            .forEach(cases::add);
      }
    }
  }

  @Override
  public void burst() {
    for (int i = 0; i < PROBES_A_BURST && probes.size() < PROBES_AT_ONCE && !cases.isEmpty(); i++) {
      Case next = cases.remove();
      crowd.connect().ifPresent(it -> probes.add(probe(it, next)));
    }
    for (Probe probe : probes) {
      probe.proceed();
      if (!probe.hostile.isOver() && probe.isLate()) {
        taken.add(probe);
        probe.hostile.drop();
      }
    }
    ended += (int) probes.stream().filter(it -> it.hostile.isOver()).count();
    probes.removeIf(it -> it.hostile.isOver());
  }

  @Override
  public boolean isOver() {
    return cases.isEmpty() && probes.isEmpty();
  }

  @Override
  public List<String> findings() {
    return taken.isEmpty()
        ? List.of()
        : List.of(taken.size() + " are not ended, the first " + taken.getFirst());
  }

  @Override
  public String account() {
    return (ended - taken.size()) + " ended, " + cases.size() + " not tried";
  }

  private static Probe probe(Hostile hostile, Case next) {
    byte[] upgrade = RawSocket.upgrade("");
    ByteBuffer bytes = ByteBuffer.allocate(upgrade.length + next.fragment + 64 + FILL_BYTES);
    bytes.put(upgrade);
    if (next.fragment > 0) {
      bytes.put((byte) 1);
      putLength(bytes, next.fragment);
      bytes.position(bytes.position() + next.fragment);
      bytes.put((byte) 0x80);
    } else {
      bytes.put((byte) 0x81);
    }
    putLength(bytes, next.length);
    bytes.position(bytes.position() + FILL_BYTES).flip();
    return new Probe(
        hostile, next.fragment, next.length, bytes, new ServerFrames(), System.nanoTime());
  }

  /** Writes the length like a client, with a mask of zeros. */
  private static void putLength(ByteBuffer frame, long length) {
    if (length >= 0 && length <= 125) {
      frame.put((byte) (0x80 | length));
    } else if (length >= 0 && length <= 0xffff) {
      frame.put((byte) 0xfe).putShort((short) length);
    } else {
      frame.put((byte) 0xff).putLong(length);
    }
    frame.putInt(0);
  }
}
