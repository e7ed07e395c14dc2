package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fanfare.RawSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that send the same bytes over and over, and read nothing or very little. A connection
 * that is cut is opened again.
 */
final class Flood implements Assault {
  private static final int PATTERN_BYTES = 64 * 1024;
  private static final int MAX_BURST_BYTES = 4 << 20;
  private static final int CONNECTS_A_BURST = 10;

  /** Few: that a client comes back at once is not about memory. */
  private static final int RETURNS_A_BURST = 2;

  /**
   * Only the first connections: the kernel may have accepted later ones that the server does not
   * know yet.
   */
  private static final int JUDGED = 400;

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * How each connection behaves.
   *
   * @param opening bytes that are sent once, at first
   * @param pattern bytes that are sent over and over, from beginning to end
   * @param bytesPerSecond sent by all together
   * @param readPerSecond bytes read by each
   * @param patience the time after which a connection that is still open is a finding
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Manner(
      byte[] opening, byte[] pattern, int bytesPerSecond, int readPerSecond, Duration patience) {
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Sends frames over a socket that follows nothing. */
    static Manner frames(byte[] frames, int bytesPerSecond) {
      return new Manner(RawSocket.upgrade(""), frames, bytesPerSecond, 0, FOREVER);
    }

    /** Sends requests. */
    static Manner requests(String request, int bytesPerSecond) {
      return new Manner(new byte[0], request.getBytes(ISO_8859_1), bytesPerSecond, 0, FOREVER);
    }

    Manner opening(byte[] bytes) {
      return new Manner(bytes, pattern, bytesPerSecond, readPerSecond, patience);
    }

    Manner reading(int perSecond) {
      return new Manner(opening, pattern, bytesPerSecond, perSecond, patience);
    }

    /** The same, but the server must end the connection within this time. */
    Manner endedWithin(Duration time) {
      return new Manner(opening, pattern, bytesPerSecond, readPerSecond, time);
    }
  }

  private static final class Member {
    final Hostile hostile;
    final long begunNanos = System.nanoTime();
    double sent;
    double read;

    Member(Hostile hostile) {
      this.hostile = hostile;
    }

    double seconds() {
      return (System.nanoTime() - begunNanos) / NANOS_PER_SECOND;
    }
  }

  private final Scene scene;
  private final Manner manner;
  private final ByteBuffer pattern;
  private final List<Member> members = new ArrayList<>();
  private int cut;

  Flood(Scene scene, Manner manner) {
    this.scene = scene;
    this.manner = manner;
    int length = manner.pattern().length;
    int times = length == 0 ? 0 : Math.max(1, PATTERN_BYTES / length);
    pattern = ByteBuffer.allocateDirect(times * length);
    for (int i = 0; i < times; i++) {
      pattern.put(manner.pattern());
    }
    pattern.flip();
  }

  @Override
  public void burst() {
    cut += (int) members.stream().filter(it -> it.hostile.isOver()).count();
    members.removeIf(it -> it.hostile.isOver());
    int connects = cut == 0 ? CONNECTS_A_BURST : RETURNS_A_BURST;
    for (int i = 0; i < connects && members.size() < scene.size(); i++) {
      connect();
    }
    members.forEach(this::proceed);
  }

  @Override
  public List<String> findings() {
    long late =
        members.stream().limit(JUDGED).filter(this::isLate).filter(Flood::isStillThere).count();
    return late == 0
        ? List.of()
        : List.of(late + " are still there after " + manner.patience().toSeconds() + " s");
  }

  @Override
  public String account() {
    return cut == 0 ? "" : cut + " cut";
  }

  private boolean isLate(Member member) {
    return member.seconds() > manner.patience().toSeconds();
  }

  /** Ignores the bytes that came first. */
  private static boolean isStillThere(Member member) {
    ByteBuffer heard = ByteBuffer.allocate(PATTERN_BYTES);
    int read = 1;
    while (read > 0) {
      read = member.hostile.read(heard.clear());
    }
    return !member.hostile.isOver();
  }

  private void connect() {
    scene
        .crowd()
        .connect()
        .ifPresent(hostile -> {
          hostile.send(ByteBuffer.wrap(manner.opening()));
          members.add(new Member(hostile));
        });
  }

  private void proceed(Member member) {
    double due = member.seconds() * manner.bytesPerSecond() / scene.size() - member.sent;
    if (due >= 1 && pattern.hasRemaining()) {
      // Bytes that the server did not take in time are not sent later.
      member.sent += due;
      member.hostile.pour(pattern, (int) Math.min(due, MAX_BURST_BYTES));
    }
    double readable = member.seconds() * manner.readPerSecond() - member.read;
    if (readable >= 1) {
      member.read += readable;
      member.hostile.read(ByteBuffer.allocate((int) readable));
    }
  }
}
