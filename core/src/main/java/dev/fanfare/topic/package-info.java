/**
 * Topics, events, positions and the deltas between them.
 *
 * <p>Every subscriber is a position in a topic; every delivery is a delta from it. The package uses
 * no threads, sockets, stores or clocks, and needs the JDK only.
 */
@NullMarked
package dev.fanfare.topic;

import org.jspecify.annotations.NullMarked;
