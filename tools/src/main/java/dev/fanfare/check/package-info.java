/**
 * Holds a deployment to its promises: readers and publishers that trust nothing they are told.
 *
 * <p>The readers are not a client: one that heals itself would hide what a server does wrong. What
 * judges ({@link dev.fanfare.check.History}, {@link dev.fanfare.check.ReaderLedger}, {@link
 * dev.fanfare.check.Audit}) is pure; sockets, calls and timers are around it, on one event loop.
 */
@NullMarked
package dev.fanfare.check;

import org.jspecify.annotations.NullMarked;
