/**
 * The heart: topics, events, positions and the deltas between them.
 *
 * <p>Every subscriber is a position in a topic; every delivery is a delta from it. Nothing here
 * knows of threads, sockets, stores or clocks; the JDK is all it needs.
 */
@NullMarked
package dev.fanfare.topic;

import org.jspecify.annotations.NullMarked;
