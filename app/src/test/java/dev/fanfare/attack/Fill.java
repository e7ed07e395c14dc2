package dev.fanfare.attack;

import java.util.List;

/**
 * Publishes events that the server keeps. The amount that an attacker would publish in a day is
 * published at once, before anything is measured: as much as the server has heap. Then the attack
 * goes on at an attacker's pace.
 */
final class Fill implements Assault {
  /** Few, because the cost of one call is not the question here. */
  private static final int EVENTS_A_CALL = 3;

  /** With the largest events. */
  private static final int EVENTS_A_TOPIC = 240;

  private static final int ANSWERED_EVENTS = 1000;
  private static final int LOADED_ANSWERS = 2000;

  private record Call(String topic, String json, String headers) {}

  private interface Calling {
    Call of(int firstEvent, int events);
  }

  private final Calls calls;
  private final int count;
  private final int step;
  private final Calling calling;
  private int made;

  /**
   * @param count how many events, or calls, there are
   * @param step how many of them one call stands for
   */
  private Fill(Scene scene, int count, int step, Calling calling) {
    calls = new Calls(scene.victim().port());
    this.count = count;
    this.step = step;
    this.calling = calling;
  }

  /** The latest event of each user, although there is only one state. */
  static Assault latest(Scene scene) {
    return new Fill(
            scene,
            scene.size(),
            EVENTS_A_CALL,
            (first, events) ->
                new Call(
                    "latest",
                    Payloads.batch(events, i -> Payloads.largestBy("user" + (first + i), "one")),
                    ""))
        .load(heapOfEvents(scene), Payloads.LARGEST_EVENTS_A_BATCH);
  }

  /** The wanted number of topics, each with the most state that a topic may have. */
  static Assault states(Scene scene) {
    return new Fill(
            scene,
            scene.size() * EVENTS_A_TOPIC,
            EVENTS_A_CALL,
            (first, events) ->
                new Call(
                    "full" + first / EVENTS_A_TOPIC,
                    Payloads.batch(
                        events, i -> Payloads.state("k" + (first + i), Payloads.MAX_DATA_BYTES)),
                    ""))
        .load(heapOfEvents(scene), Payloads.LARGEST_EVENTS_A_BATCH);
  }

  /** The answer to a batch has a position for each of its events. */
  static Assault answers(Scene scene) {
    String batch = Payloads.batch(ANSWERED_EVENTS, _ -> "{\"kind\":\"notice\",\"data\":1}");
    return new Fill(
            scene,
            scene.size(),
            1,
            (first, _) -> new Call("answers", batch, "Idempotency-Key: k" + first + "\r\n"))
        .load(LOADED_ANSWERS, 1);
  }

  @Override
  public void burst() {
    publish(step);
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
    return made + " events, " + calls;
  }

  private static int heapOfEvents(Scene scene) {
    return (scene.victim().setup().heapMiB() << 20) / Payloads.MAX_DATA_BYTES;
  }

  /** Goes on until the server takes no more. */
  private Fill load(int events, int eventsACall) {
    boolean taken = true;
    while (taken && made < events) {
      taken = publish(eventsACall);
    }
    return this;
  }

  private boolean publish(int events) {
    Call call = calling.of(made, events);
    made += events;
    return calls.post(call.topic(), call.json(), call.headers()) == 200;
  }
}
