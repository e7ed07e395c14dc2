/** Which connections are accepted, and which gateway takes them. */
@NullMarked
package dev.fanfare.gateway.door;

import org.jspecify.annotations.NullMarked;
