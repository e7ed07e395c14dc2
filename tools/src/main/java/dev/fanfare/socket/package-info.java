/**
 * The client's side of a WebSocket, for two users: {@code bench} opens thousands of them, and
 * {@code check} needs one that repairs nothing.
 */
@NullMarked
package dev.fanfare.socket;

import org.jspecify.annotations.NullMarked;
