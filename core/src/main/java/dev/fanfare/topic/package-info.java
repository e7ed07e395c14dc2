/** The heart: topics, their events and positions, and the deltas between positions. Pure. */
@NullMarked
package dev.fanfare.topic;

import org.jspecify.annotations.NullMarked;
