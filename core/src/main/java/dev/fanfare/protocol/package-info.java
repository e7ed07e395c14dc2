/** Version 1 of the protocol: its messages and their codec. See protocol/PROTOCOL.md. */
@NullMarked
package dev.fanfare.protocol;

import org.jspecify.annotations.NullMarked;
