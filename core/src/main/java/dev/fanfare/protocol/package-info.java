/** Protocol version 1: the messages of the wire and their codec. See protocol/PROTOCOL.md. */
@NullMarked
package dev.fanfare.protocol;

import org.jspecify.annotations.NullMarked;
