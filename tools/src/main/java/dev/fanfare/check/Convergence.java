package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks every server for a topic until all give the same answer and every reader holds exactly that.
 * Runs on the check's loop.
 */
final class Convergence {
  private static final int POLL_MILLIS = 20;
  private static final int OK = 200;

  /** The head and the view on which all agree. */
  record Agreed(CheckedTopic topic, Position head, ReaderView view) {}

  private final CheckContext world;
  private final CheckedTopic topic;
  private final long deadlineNanos;
  private final CompletableFuture<@Nullable Agreed> agreed = new CompletableFuture<>();
  private final List<@Nullable Delta> answers = new ArrayList<>();

  private Convergence(CheckContext world, CheckedTopic topic, Duration patience) {
    this.world = world;
    this.topic = topic;
    this.deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  /** Starts to ask. The result is null if they do not agree in time, which is a violation. */
  static CompletableFuture<@Nullable Agreed> of(
      CheckContext world, CheckedTopic topic, Duration patience) {
    Convergence convergence = new Convergence(world, topic, patience);
    convergence.poll();
    return convergence.agreed;
  }

  private void poll() {
    answers.clear();
    for (URI server : world.servers()) {
      world.answered(world.calls().read(server, topic.name()), this::onAnswer);
    }
  }

  private void onAnswer(@Nullable HttpResponse<String> answer) {
    answers.add(answer == null || answer.statusCode() != OK ? null : read(answer.body()));
    if (answers.size() < world.servers().size()) {
      return;
    }
    Delta store = answers.getFirst();
    if (store != null && answers.stream().allMatch(it -> isSame(store, it)) && areThere(store)) {
      agreed.complete(new Agreed(topic, store.to(), ReaderView.of(store)));
    } else if (System.nanoTime() - deadlineNanos > 0) {
      explain(store);
      agreed.complete(null);
    } else {
      world.after(POLL_MILLIS, this::poll);
    }
  }

  /**
   * Reads an answer; null if it is marked stale: a replica's answer while the store is away does
   * not show the store's state.
   */
  private @Nullable Delta read(String body) {
    try {
      return JsonObject.parse(body).flag("stale") ? null : EventReader.readDelta(body);
    } catch (ProtocolException e) {
      world.violations().add(Kind.REFUSED, topic.name(), "a read", "a delta", e.message());
      return null;
    }
  }

  private static boolean isSame(Delta store, @Nullable Delta other) {
    return other != null
        && store.to().equals(other.to())
        && ReaderView.of(store).digest() == ReaderView.of(other).digest();
  }

  private boolean areThere(Delta store) {
    ReaderView view = ReaderView.of(store);
    return topic.readers().stream().allMatch(reader -> reader.isAt(store.to(), view));
  }

  private void explain(@Nullable Delta store) {
    for (int i = 0; i < answers.size(); i++) {
      Delta answer = answers.get(i);
      if (answer == null || (store != null && !isSame(store, answer))) {
        add(String.valueOf(world.servers().get(i)), shown(store), shown(answer));
      }
    }
    if (store != null) {
      ReaderView view = ReaderView.of(store);
      topic.readers().stream()
          .filter(reader -> !reader.isAt(store.to(), view))
          .forEach(reader ->
              add(
                  "the final comparison",
                  shown(store),
                  reader + ": " + reader.view().differenceTo(view)));
    }
  }

  private static String shown(@Nullable Delta answer) {
    return answer == null
        ? "no answer"
        : "the store at " + answer.to() + " with " + answer.events().size() + " keys";
  }

  private void add(String who, String expected, String got) {
    world.violations().add(Kind.NOT_CONVERGED, topic.name(), who, expected, got);
  }
}
