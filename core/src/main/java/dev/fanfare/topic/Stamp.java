package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/**
 * What the store adds to a draft: its place in the topic and when. An event keeps the parts: of a
 * log's events each is an object less.
 *
 * @param position right behind the event; its name, too
 * @param atMillis when it was stored, ms since 1970 UTC, by the store's clock
 * @param user who did it, if known
 */
public record Stamp(Position position, long atMillis, @Nullable User user) {}
