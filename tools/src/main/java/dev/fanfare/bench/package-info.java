/**
 * A load tool. It opens sockets, publishes, and accounts for every event at every socket. It knows
 * the protocol and nothing about the server's code. All sockets and publishers share one event
 * loop.
 */
@NullMarked
package dev.fanfare.bench;

import org.jspecify.annotations.NullMarked;
