package dev.fanfare.topic;

import java.time.Duration;

/**
 * How much of a topic is kept. The constructor refuses a value that is out of {@link Bounds}, by
 * its name in the server's configuration.
 *
 * @param logEvents events in the log; past it the oldest are dropped
 * @param logBytes bytes of the log ({@link Event#weight()}); past it the oldest are dropped
 * @param logAge age of an event in the log, compared with the newest; older ones are dropped
 * @param stateKeys keys with a value; past it publishing is refused
 * @param stateBytes bytes of all values; past it publishing is refused
 */
public record TopicLimits(
    int logEvents, int logBytes, Duration logAge, int stateKeys, int stateBytes) {
  public static final TopicLimits DEFAULT =
      new TopicLimits(1_000, 1 << 20, Duration.ofMinutes(10), 10_000, 16 << 20);

  public TopicLimits {
    Bounds.check("fanfare.log-events", logEvents, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.log-bytes", logBytes, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.log-age", logAge);
    Bounds.check("fanfare.state-keys", stateKeys, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.state-bytes", stateBytes, 1, Integer.MAX_VALUE);
  }
}
