/** Publishes events that come over sockets and HTTP, and names the reason of each refusal. */
@NullMarked
package dev.fanfare.publish;

import org.jspecify.annotations.NullMarked;
