/**
 * Delivers events to the sockets of this instance. Each event loop has a home and a lane. The home
 * keeps replicas of followed topics; the lane owns the subscriptions of the loop's sockets.
 */
@NullMarked
package dev.fanfare.fanout;

import org.jspecify.annotations.NullMarked;
