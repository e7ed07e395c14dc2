package dev.fanfare.attack;

import java.util.List;
import java.util.function.IntFunction;

/** Publishes what the server keeps, until it keeps no more of it. */
final class Fill implements Assault {
  private static final int LARGE_EVENTS_A_BATCH = 100;
  private static final int LARGE_BATCHES_A_TOPIC = 240 / 80;
  private static final int EVENTS_A_TOPIC_BATCH = 80;
  private static final int SMALL_EVENTS_A_BATCH = 1000;

  private record Call(String topic, String json, String headers) {}

  private final Calls calls;
  private final int count;
  private final IntFunction<Call> call;
  private int made;

  private Fill(Scene scene, int count, IntFunction<Call> call) {
    calls = new Calls(scene.victim().port());
    this.count = count;
    this.call = call;
  }

  /** The latest event of each user, of which there is only one state. */
  static Assault latest(Scene scene) {
    return new Fill(
        scene,
        scene.size() / LARGE_EVENTS_A_BATCH,
        i ->
            new Call(
                "latest",
                Payloads.batch(
                    LARGE_EVENTS_A_BATCH, j -> Payloads.largestBy("user" + i + "-" + j, "one")),
                ""));
  }

  /** The answer to a batch has a position for each of its events. */
  static Assault answers(Scene scene) {
    String batch = Payloads.batch(SMALL_EVENTS_A_BATCH, _ -> "{\"kind\":\"notice\",\"data\":1}");
    return new Fill(
        scene, scene.size(), i -> new Call("answers", batch, "Idempotency-Key: k" + i + "\r\n"));
  }

  /** As many topics as are wanted, each with the most state that one may have. */
  static Assault states(Scene scene) {
    return new Fill(
        scene,
        scene.size() * LARGE_BATCHES_A_TOPIC,
        i ->
            new Call(
                "full" + i / LARGE_BATCHES_A_TOPIC,
                Payloads.batch(
                    EVENTS_A_TOPIC_BATCH,
                    j ->
                        Payloads.state(
                            "k" + i % LARGE_BATCHES_A_TOPIC + "-" + j, Payloads.MAX_DATA_BYTES)),
                ""));
  }

  @Override
  public void burst() {
    Call next = call.apply(made++);
    calls.post(next.topic(), next.json(), next.headers());
  }

  @Override
  public boolean isOver() {
    return made >= count || calls.haveFailed();
  }

  @Override
  public List<String> findings() {
    return calls.failures();
  }

  @Override
  public String account() {
    return calls.toString();
  }
}
