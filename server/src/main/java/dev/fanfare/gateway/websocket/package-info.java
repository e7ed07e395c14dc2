/** The WebSocket door: upgrade, session, heartbeat. Thin: what is delivered is the fan-out's. */
@NullMarked
package dev.fanfare.gateway.websocket;

import org.jspecify.annotations.NullMarked;
