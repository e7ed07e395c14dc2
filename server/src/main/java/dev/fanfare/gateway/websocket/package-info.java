/** Our protocol over WebSockets: its door, its frames, its messages. */
@NullMarked
package dev.fanfare.gateway.websocket;

import org.jspecify.annotations.NullMarked;
