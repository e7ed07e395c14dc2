/** Which connections come in, and which gateway takes them. */
@NullMarked
package dev.fanfare.gateway.door;

import org.jspecify.annotations.NullMarked;
