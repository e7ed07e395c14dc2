package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fanfare.attack.Flood.Manner;
import java.time.Duration;

/** More connections than there may be open files, none of which ever completes a request. */
final class Slowness {
  /** A head may take 10 s. */
  private static final Duration HEAD = Duration.ofSeconds(12);

  /** A body must keep a pace. */
  private static final Duration BODY = Duration.ofSeconds(13);

  /** A silent connection is closed after 60 s. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  private Slowness() {}

  static Assault silence(Scene scene) {
    return new Flood(scene, slow("", 0, scene).endedWithin(IDLE));
  }

  static Assault heads(Scene scene) {
    return new Flood(
        scene,
        slow("GET /health/liveness HTTP/1.1\r\nHost: localhost\r\nX: ", 1, scene)
            .endedWithin(HEAD));
  }

  static Assault bodies(Scene scene) {
    String head =
        String.join(
            "\r\n",
            "POST /v1/topics/slow/events HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 100000",
            "\r\n");
    return new Flood(scene, slow(head, 1, scene).endedWithin(BODY));
  }

  private static Manner slow(String opening, int bytesPerSecondEach, Scene scene) {
    return Manner.requests(bytesPerSecondEach == 0 ? "" : "x", bytesPerSecondEach * scene.size())
        .opening(opening.getBytes(ISO_8859_1));
  }
}
