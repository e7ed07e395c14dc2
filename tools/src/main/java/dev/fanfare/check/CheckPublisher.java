package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.PublishBody;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one publication after the other. It sends each again until it knows the outcome, always
 * with the same idempotency key, so that it is stored once however often it is sent. Runs on the
 * check's loop.
 */
final class CheckPublisher {
  private static final int RETRY_MILLIS = 100;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /**
   * How long to try one publication. It is shorter than an idempotency key is remembered; after it
   * the outcome is unknown.
   */
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  /** One publication, and the time of its first try. */
  private record Attempt(
      CheckedTopic topic, List<Draft> drafts, String idempotencyKey, long begunNanos) {}

  private final CheckContext world;
  private final List<CheckedTopic> topics;
  private final int number;
  private final RandomGenerator random;
  private final DraftMix mix;
  private final String keys;
  private final long maxPauseMillis;
  private long marks;
  private int server;
  private boolean calm = true;
  private boolean busy;
  private boolean closed;

  CheckPublisher(
      CheckContext world,
      List<CheckedTopic> topics,
      int number,
      CheckSettings settings,
      RandomGenerator random) {
    this.world = world;
    this.topics = topics;
    this.number = number;
    this.random = random;
    this.server = number;
    this.mix = new DraftMix(random, () -> new EventOrigin(number, ++marks));
    this.keys = topics.getFirst().name() + "/" + number + "/";
    this.maxPauseMillis = 2_000L / settings.eventsPerSecond();
  }

  void stir() {
    calm = false;
    if (!busy) {
      busy = true;
      next();
    }
  }

  /** Starts no other publication. The current one is tried on. */
  void calm() {
    calm = true;
  }

  /** Whether no publication is in progress. */
  boolean isIdle() {
    return !busy;
  }

  void close() {
    closed = true;
  }

  private void next() {
    if (calm || closed) {
      busy = false;
      return;
    }
    CheckedTopic topic = topics.get(random.nextInt(topics.size()));
    List<Draft> drafts = mix.next();
    attempt(new Attempt(topic, drafts, keys + marks, System.nanoTime()));
  }

  private void attempt(Attempt attempt) {
    var answer =
        world
            .calls()
            .publish(
                world.server(server),
                attempt.topic().name(),
                attempt.drafts(),
                attempt.idempotencyKey());
    world.answered(answer, it -> onAnswer(attempt, it));
  }

  private void onAnswer(Attempt attempt, @Nullable HttpResponse<String> answer) {
    if (answer == null || answer.statusCode() == UNAVAILABLE) {
      retry(attempt);
    } else if (answer.statusCode() == OK) {
      onAccepted(attempt, answer.body());
    } else {
      violated(attempt, "200 or 503", answer.statusCode() + " " + answer.body());
    }
  }

  private void onAccepted(Attempt attempt, String body) {
    try {
      accepted(attempt, positions(body, attempt.drafts().size()));
    } catch (ProtocolException e) {
      violated(attempt, "a position for each event", e.message());
    }
  }

  private void violated(Attempt attempt, String expected, String got) {
    String who = "publisher " + number;
    world.violations().add(Kind.REFUSED, attempt.topic().name(), who, expected, got);
    nextLater();
  }

  private void accepted(Attempt attempt, List<Position> positions) {
    world.tally().add(CheckCounter.ACCEPTED, positions.size());
    attempt.topic().accept(number, positions, attempt.drafts());
    nextLater();
  }

  private void retry(Attempt attempt) {
    if (closed || System.nanoTime() - attempt.begunNanos() > GIVE_UP.toNanos()) {
      world.tally().add(CheckCounter.UNKNOWN, attempt.drafts().size());
      next();
      return;
    }
    world.tally().increment(CheckCounter.RETRIES);
    server++;
    world.after(RETRY_MILLIS, () -> attempt(attempt));
  }

  private void nextLater() {
    world.after(random.nextLong(maxPauseMillis + 1), this::next);
  }

  private static List<Position> positions(String json, int drafts) {
    return drafts == 1
        ? List.of(JsonObject.parse(json).required("position", Position::parse))
        : PublishBody.readPositions(json, drafts);
  }
}
