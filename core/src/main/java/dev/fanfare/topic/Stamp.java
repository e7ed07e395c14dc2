package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/**
 * The position, time and user of an event. Events copy these three fields instead of holding a
 * stamp, which saves one object per event.
 *
 * @param position right after the event; it also identifies the event
 * @param atMillis when it was stored, ms since 1970 UTC, by the store's clock
 * @param user who did it, if known
 */
public record Stamp(Position position, long atMillis, @Nullable User user) {}
