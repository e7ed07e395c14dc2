package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Asks for a file, and leaves before all of it has come. */
final class DroppedFiles implements Assault {
  private static final List<String> PATHS =
      List.of("/main.js", "/swagger-ui/res/swagger-ui-bundle.js", "/index.html");
  private static final int CALLS_A_BURST = 2;

  /** Calls in progress: some hundred ms pass between a call and its end. */
  private static final int UNDER_WAY = 20;

  private final Scene scene;
  private final Queue<Hostile> waiting = new ArrayDeque<>();
  private int made;

  DroppedFiles(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void burst() {
    for (int i = 0; i < CALLS_A_BURST && made < scene.size(); i++) {
      String request = Requests.get(PATHS.get(made % PATHS.size()));
      scene
          .crowd()
          .connect()
          .ifPresent(it -> {
            it.send(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
            waiting.add(it);
          });
      made++;
    }
    while (waiting.size() > (made < scene.size() ? UNDER_WAY : 0)) {
      waiting.remove().drop();
    }
  }

  @Override
  public boolean isOver() {
    return made >= scene.size() && waiting.isEmpty();
  }
}
