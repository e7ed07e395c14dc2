/**
 * A load tool: opens sockets, publishes, and accounts for every event at every socket. It knows the
 * protocol and nothing of the server. All sockets and publishers share one event loop.
 */
@NullMarked
package dev.fanfare.bench;

import org.jspecify.annotations.NullMarked;
