package dev.fanfare.protocol;

import dev.fanfare.topic.Delta;

/**
 * A {@code delta} message: a delta, or one of the parts of a large one.
 *
 * @param freshness whether the store could be reached
 * @param more the rest follows in further messages with the same {@code from} and {@code to}
 */
public record DeltaPart(Delta delta, Freshness freshness, boolean more) implements ServerMessage {}
