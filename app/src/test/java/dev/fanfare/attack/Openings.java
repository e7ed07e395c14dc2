package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Joins many large topics at once. Redis stores them and no socket follows them yet, so the
 * instance has to read each of them.
 */
final class Openings implements Assault {
  private static final int SOCKETS = 8;

  private final Scene scene;
  private final byte[] upgrade;
  private int sockets;

  Openings(Scene scene) throws IOException {
    this.scene = scene;
    for (int i = 0; i < scene.size(); i++) {
      Topics.fillLarge(scene.victim(), topic(i));
    }
    upgrade =
        RawSocket.upgrade(
            IntStream.range(0, scene.size())
                .mapToObj(i -> "topic=" + topic(i))
                .collect(Collectors.joining("&", "?", "")));
  }

  private static String topic(int i) {
    return "opened" + i;
  }

  @Override
  public void burst() {
    if (sockets < SOCKETS) {
      sockets++;
      scene.crowd().connect().ifPresent(it -> it.send(ByteBuffer.wrap(upgrade)));
    }
  }

  @Override
  public List<String> findings() {
    return Honest.join(scene.victim().port(), Topics.ORDINARY).map(List::of).orElse(List.of());
  }
}
