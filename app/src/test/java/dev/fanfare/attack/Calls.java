package dev.fanfare.attack;

import dev.fanfare.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Publications of an attacker that reads its answers. None of them may show a failure of the
 * server.
 */
final class Calls {
  /** The event was stored, or refused for a known reason. */
  private static final Set<Integer> PROPER = Set.of(200, 400, 409, 413, 429, 503);

  private static final int MOST_FAILURES = 3;

  private final int port;
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  Calls(int port) {
    this.port = port;
  }

  /** The status; 0 if there was no answer. */
  int post(String topic, String json, String headers) {
    try {
      Answer answer = Honest.post(port, topic, json, headers);
      statuses.merge(answer.status(), 1, Integer::sum);
      if (!PROPER.contains(answer.status())) {
        failures.add("a publication is answered " + answer.status() + " " + answer.body());
      }
      return answer.status();
    } catch (IOException e) {
      failures.add("a publication: " + e.getMessage());
      return 0;
    }
  }

  /** Whether to give up. */
  boolean haveFailed() {
    return failures.size() >= MOST_FAILURES;
  }

  List<String> failures() {
    return failures.stream().distinct().limit(2).toList();
  }

  @Override
  public String toString() {
    return "answers " + statuses;
  }
}
