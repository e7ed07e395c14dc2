/**
 * The way of an event to every socket of this instance. The hub keeps the replicas of the topics
 * that are followed here; each lane owns the subscriptions of the sockets of one event loop.
 */
@NullMarked
package dev.fanfare.fanout;

import org.jspecify.annotations.NullMarked;
