package dev.fanfare.attack;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events in JSON, as publishers write them. */
final class Payloads {
  /** The longest {@code data}. */
  static final int MAX_DATA_BYTES = 64 * 1024;

  /** Events with the largest data in a batch: a body may have 1 MiB. */
  static final int LARGEST_EVENTS_A_BATCH = 15;

  private Payloads() {}

  /** A state whose data has this many bytes, quotes included. */
  static String state(String key, int bytes) {
    return "{\"kind\":\"state\",\"key\":\"%s\",\"data\":%s}".formatted(key, data(bytes));
  }

  /** A state with the largest data, and with a user. */
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
