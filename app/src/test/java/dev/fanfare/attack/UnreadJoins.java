package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Joins a large topic, which changes between any two joins, so that each joiner gets a snapshot of
 * its own, and reads nothing. An honest client joins among them, and must get its whole snapshot.
 */
final class UnreadJoins implements Assault {
  /** Few joins: a snapshot takes the server some 30 ms, and this leaves it most of its time. */
  private static final int BURSTS_A_JOIN = 8;

  private final Scene scene;

  /** The answers to the publisher are read now and then. */
  private final Hostile publisher;

  private final byte[] upgrade = RawSocket.upgrade("?topic=" + Topics.LARGE);
  private @Nullable CompletableFuture<Optional<String>> joiner;
  private int bursts;
  private int joins;

  UnreadJoins(Scene scene) {
    this.scene = scene;
    publisher = scene.crowd().connect().orElseThrow();
  }

  @Override
  public void burst() {
    if (bursts++ % BURSTS_A_JOIN != 0 || joins == scene.size()) {
      return;
    }
    move();
    scene.crowd().connect().ifPresent(it -> it.send(ByteBuffer.wrap(upgrade)));
    joins++;
    if (joiner == null && joins > scene.size() / 3) {
      int port = scene.victim().port();
      joiner = CompletableFuture.supplyAsync(() -> Honest.join(port, Topics.LARGE));
    }
  }

  @Override
  public List<String> findings() {
    List<String> all = new ArrayList<>();
    if (joiner != null) {
      joiner.join().ifPresent(all::add);
    }
    // Once more, while nobody else reads either.
    Honest.join(scene.victim().port(), Topics.LARGE).ifPresent(all::add);
    return all;
  }

  private void move() {
    String state = Payloads.state("moves", 100 + joins);
    publisher.send(ByteBuffer.wrap(Honest.publication(Topics.LARGE, state, "")));
    publisher.read(ByteBuffer.allocate(4096));
  }
}
