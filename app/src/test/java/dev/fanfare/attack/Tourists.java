package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sockets that follow as many topics as they may, all of them new, and leave. */
final class Tourists implements Assault {
  private static final int TOPICS = 128;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int MOST_FAILURES = 3;

  private final Scene scene;
  private final Map<String, Integer> answers = new TreeMap<>();
  private int made;
  private int failures;

  Tourists(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void burst() {
    String query =
        IntStream.range(0, TOPICS)
            .mapToObj(i -> "topic=" + made + "." + i)
            .collect(Collectors.joining("&", "?", ""));
    made++;
    try (RawSocket socket = Honest.connect(scene.victim().port(), PATIENCE_MILLIS)) {
      socket.send(RawSocket.upgrade(query));
      answers.merge(
          socket.readHead().substring("HTTP/1.1 ".length()).substring(0, 3), 1, Integer::sum);
    } catch (IOException | UncheckedIOException e) {
      failures++;
    }
  }

  @Override
  public boolean isOver() {
    return made >= scene.size() || failures >= MOST_FAILURES;
  }

  @Override
  public List<String> findings() {
    return failures == 0 ? List.of() : List.of(failures + " upgrades are not answered");
  }

  @Override
  public String account() {
    return "%d sockets of %d topics, answers %s".formatted(made, TOPICS, answers);
  }
}
