/**
 * A client's side of a WebSocket, raw and small: for whoever opens thousands of them, or must not
 * have anything healed behind its back.
 */
@NullMarked
package dev.fanfare.socket;

import org.jspecify.annotations.NullMarked;
