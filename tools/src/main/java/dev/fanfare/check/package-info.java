/**
 * Checks that a deployment keeps its promises, with readers and publishers that trust nothing they
 * receive.
 *
 * <p>The readers are not the client library, because a client that repairs a fault would hide it.
 * The classes that judge ({@link dev.fanfare.check.History}, {@link
 * dev.fanfare.check.ReaderLedger}, {@link dev.fanfare.check.Audit}) are pure. Sockets, calls and
 * timers are around them, on one event loop.
 */
@NullMarked
package dev.fanfare.check;

import org.jspecify.annotations.NullMarked;
