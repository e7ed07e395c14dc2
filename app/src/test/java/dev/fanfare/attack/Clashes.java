package dev.fanfare.attack;

import dev.fanfare.Answer;
import dev.fanfare.InstanceProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Documents that are legal, or nearly so, and that have broken parsers and hash tables. An accepted
 * document can be read, here and at an instance that has only the store. No document takes much
 * longer than an ordinary one of its size.
 */
final class Clashes implements Assault {
  private static final int BATCH = 1000;
  private static final int NAMES = 256;
  private static final int BLOCKS = 10;
  private static final int DEEPEST = 500;
  private static final int TIMES = 3;
  private static final int ALLOWED_FACTOR = 8;

  /** Below this time no difference means anything. */
  private static final Duration ALWAYS_ALLOWED = Duration.ofMillis(80);

  private record Document(String topic, String json) {}

  private final Scene scene;
  private final Calls calls;
  private final Queue<Document> documents = new ArrayDeque<>();
  private final List<String> accepted = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private boolean timed;

  Clashes(Scene scene) {
    this.scene = scene;
    calls = new Calls(scene.victim().port());
    add("hash-names-ab", object(i -> name(i, "ab", "bA", 8)));
    add("hash-names-aa", object(i -> name(i, "Aa", "BB", 8)));
    add("deep", "[".repeat(DEEPEST) + "]".repeat(DEEPEST));
    add("too-deep", "[".repeat(DEEPEST + 1) + "]".repeat(DEEPEST + 1));
    add("far-too-deep", "[".repeat(30_000) + "]".repeat(30_000));
    for (int digits : new int[] {1000, 1001, 60_000}) {
      add("digits-" + digits, "1".repeat(digits));
      add("fraction-" + digits, "0." + "1".repeat(digits));
      add("exponent-" + digits, "1e" + "1".repeat(digits));
    }
    for (int length : new int[] {50_000, 50_001, 65_000}) {
      add("name-" + length, "{\"" + "n".repeat(length) + "\":1}");
      add("string-" + length, "\"" + "s".repeat(length) + "\"");
    }
    documents.add(new Document("hash-users", batchBy("user")));
    documents.add(new Document("hash-keys", batchBy("key")));
    for (int i = 0; i < NAMES; i++) {
      documents.add(new Document(name(i, "Aa", "BB", BLOCKS), event("1")));
    }
  }

  @Override
  public void burst() {
    Document next = documents.poll();
    if (next == null) {
      timed = true;
      compareTimes();
    } else if (calls.post(next.topic, next.json, "") == 200) {
      accepted.add(next.topic);
    }
  }

  @Override
  public boolean isOver() {
    return timed || calls.haveFailed();
  }

  @Override
  public List<String> findings() {
    List<String> all = new ArrayList<>(findings);
    all.addAll(calls.failures());
    readAll(scene.victim().port(), "", all);
    scene.victim().another().ifPresent(it -> readAllAt(it, all));
    return all.stream().limit(3).toList();
  }

  @Override
  public String account() {
    return calls.toString();
  }

  private void readAllAt(InstanceProcess fresh, List<String> found) {
    try {
      readAll(URI.create(fresh.url()).getPort(), "at a fresh instance ", found);
    } finally {
      fresh.kill();
    }
  }

  private void readAll(int port, String where, List<String> found) {
    List<String> some = accepted.stream().limit(20).toList();
    for (String topic : some) {
      Optional<String> problem = read(port, topic).or(() -> Honest.join(port, topic));
      problem.ifPresent(it -> found.add(where + it));
      if (found.size() > 3) {
        return;
      }
    }
  }

  private static Optional<String> read(int port, String topic) {
    try {
      Answer answer = Honest.get(port, "/v1/topics/" + topic);
      return answer.status() == 200
          ? Optional.empty()
          : Optional.of("a read of " + topic + " is answered " + answer.status());
    } catch (IOException e) {
      return Optional.of("a read of " + topic + ": " + e.getMessage());
    }
  }

  private void compareTimes() {
    Duration ordinary = best(batch(i -> "key-number-" + i + "-of-some-length"));
    Duration equal = best(batch(i -> name(i, "Aa", "BB", BLOCKS)));
    Duration allowed = ordinary.multipliedBy(ALLOWED_FACTOR);
    if (equal.compareTo(ALWAYS_ALLOWED) > 0 && equal.compareTo(allowed) > 0) {
      findings.add(
          "a batch of keys of equal hash takes %d ms, another %d ms"
              .formatted(equal.toMillis(), ordinary.toMillis()));
    }
  }

  /** The shortest of several tries: it was disturbed least. */
  private Duration best(String batch) {
    return IntStream.range(0, TIMES)
        .mapToObj(_ -> {
          long begun = System.nanoTime();
          calls.post("timed", batch, "");
          return Duration.ofNanos(System.nanoTime() - begun);
        })
        .min(Duration::compareTo)
        .orElseThrow();
  }

  private void add(String topic, String data) {
    documents.add(new Document(topic, event(data)));
  }

  private static String event(String data) {
    return "{\"kind\":\"state\",\"key\":\"k\",\"data\":" + data + "}";
  }

  private static String object(IntFunction<String> name) {
    return IntStream.range(0, NAMES)
        .mapToObj(i -> "\"" + name.apply(i) + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String batch(IntFunction<String> key) {
    return Payloads.batch(BATCH, i -> Payloads.state(key.apply(i), 10));
  }

  private static String batchBy(String field) {
    String other = field.equals("key") ? "" : "\"key\":\"k\",";
    return Payloads.batch(
        BATCH,
        i ->
            "{\"kind\":\"state\",%s\"%s\":\"%s\",\"data\":1}"
                .formatted(other, field, name(i, "Aa", "BB", BLOCKS)));
  }

  /**
   * One of the names of equal hash: blocks of two kinds with equal hash, chosen by the bits of the
   * number.
   */
  private static String name(int number, String zero, String one, int blocks) {
    return IntStream.range(0, blocks)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? zero : one)
        .collect(Collectors.joining());
  }
}
