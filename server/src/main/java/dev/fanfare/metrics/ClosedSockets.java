package dev.fanfare.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts ended WebSocket sessions by their close code. Clients may choose thousands of codes, so
 * each that is not on the list counts as {@code other}. Safe for any thread.
 */
public final class ClosedSockets {
  /** No close frame came. */
  public static final int LOST = 1006;

  private static final String METER = "fanfare.sessions.closed";
  private static final String DESCRIPTION = "WebSocket sessions that have ended, by close code";

  /** Codes of RFC 6455 that the server or a client may send, or that stand for no close frame. */
  private static final int[] STANDARD = {1000, 1001, 1002, 1005, LOST, 1007, 1009, 1011};

  /** Not changed after the constructor. */
  private final Map<Integer, LongAdder> counts = new TreeMap<>();

  private final LongAdder others = new LongAdder();

  /**
   * Nothing is closed yet.
   *
   * @param ours the codes of the protocol
   */
  ClosedSockets(Stream<Integer> ours) {
    Stream.concat(Arrays.stream(STANDARD).boxed(), ours)
        .forEach(code -> counts.put(code, new LongAdder()));
  }

  /** A session has ended with this code. */
  public void increment(int code) {
    counts.getOrDefault(code, others).increment();
  }

  void register(MeterRegistry registry) {
    counts.forEach((code, count) -> register(registry, code.toString(), count));
    register(registry, "other", others);
  }

  private static void register(MeterRegistry registry, String code, LongAdder count) {
    FunctionCounter.builder(METER, count, LongAdder::sum)
        .tag("code", code)
        .description(DESCRIPTION)
        .register(registry);
  }
}
