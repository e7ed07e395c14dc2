/**
 * A load tool. It opens sockets, publishes, and accounts for every event at every socket. It uses
 * the protocol and no code of the server. All sockets and publishers share one event loop.
 */
@NullMarked
package dev.fanfare.bench;

import org.jspecify.annotations.NullMarked;
