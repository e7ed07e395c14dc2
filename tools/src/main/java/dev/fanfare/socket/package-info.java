/**
 * A WebSocket client for {@code bench}, which opens thousands of sockets, and for {@code check},
 * which needs a client that repairs nothing.
 */
@NullMarked
package dev.fanfare.socket;

import org.jspecify.annotations.NullMarked;
