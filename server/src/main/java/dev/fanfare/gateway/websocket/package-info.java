/** Fanfare's protocol over WebSockets: the upgrade, the frames and the messages. */
@NullMarked
package dev.fanfare.gateway.websocket;

import org.jspecify.annotations.NullMarked;
