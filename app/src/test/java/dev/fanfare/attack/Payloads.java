package dev.fanfare.attack;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events in JSON, as publishers write them. */
final class Payloads {
  /** The most that {@code data} may have. */
  static final int MAX_DATA_BYTES = 64 * 1024;

  /** Of events with the largest data: a body has 1 MiB. */
  static final int LARGEST_EVENTS_A_BATCH = 15;

  private Payloads() {}

  /** A state whose data has so many bytes, quotes included. */
  static String state(String key, int bytes) {
    return "{\"kind\":\"state\",\"key\":\"%s\",\"data\":%s}".formatted(key, data(bytes));
  }

  /** A state with the largest data, and somebody who did it. */
  static String largestBy(String user, String key) {
    return "{\"kind\":\"state\",\"key\":\"%s\",\"user\":\"%s\",\"data\":%s}"
        .formatted(key, user, data(MAX_DATA_BYTES));
  }

  static String batch(int events, IntFunction<String> event) {
    return IntStream.range(0, events).mapToObj(event).collect(Collectors.joining(",", "[", "]"));
  }

  private static String data(int bytes) {
    return '"' + "x".repeat(bytes - 2) + '"';
  }
}
