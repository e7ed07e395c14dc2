package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.RawSocket;
import dev.fanfare.attack.Flood.Manner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;

/** Sockets that send one kind of frame without end. */
final class Frames {
  private static final int BYTES_PER_SECOND = 1_500_000;

  /** Frames longer than any message may be, at a pace that fills a memory. */
  private static final int DATA_PER_SECOND = 100_000_000;

  private static final Duration FOREVER = Duration.ofDays(1);

  private Frames() {}

  static Assault pings(Scene scene) {
    return flood(scene, hex("898000000000"));
  }

  static Assault sippedPings(Scene scene) {
    return new Flood(scene, Manner.frames(hex("898000000000"), BYTES_PER_SECOND).reading(1));
  }

  static Assault pongs(Scene scene) {
    return flood(scene, hex("8a8000000000"));
  }

  static Assault binary(Scene scene) {
    return flood(scene, hex("828000000000"));
  }

  static Assault unknownTypes(Scene scene) {
    return flood(scene, RawSocket.text("{\"type\":\"?\",\"id\":\"1\"}"));
  }

  /**
   * A text message that begins after the upgrade and has no end: empty fragments, then some of one
   * byte.
   */
  static Assault fragments(Scene scene) {
    byte[] some = hex("008000000000" + "008000000000" + "00810000000020");
    return new Flood(
        scene, new Manner(opening(hex("018000000000")), some, BYTES_PER_SECOND, 0, FOREVER));
  }

  /** A fragment of 100 bytes, then one whose length makes the sum overflow to a negative number. */
  static Assault overflow(Scene scene) {
    ByteBuffer frames = ByteBuffer.allocate(256);
    frames.put(hex("01e400000000")).put(" ".repeat(100).getBytes(UTF_8));
    frames.put(hex("00ff7fffffffffffffce00000000"));
    byte[] beginning = new byte[frames.position()];
    frames.flip().get(beginning);
    return new Flood(
        scene, new Manner(opening(beginning), new byte[1024], DATA_PER_SECOND, 0, FOREVER));
  }

  /** An upgrade and the bytes right after it. */
  static byte[] opening(byte[] frames) {
    ByteArrayOutputStream opening = new ByteArrayOutputStream();
    opening.writeBytes(RawSocket.upgrade(""));
    opening.writeBytes(frames);
    return opening.toByteArray();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static Assault flood(Scene scene, byte[] frames) {
    return new Flood(scene, Manner.frames(frames, BYTES_PER_SECOND));
  }
}
