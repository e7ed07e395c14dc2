/** The backplane of a single instance: the same semantics, without Redis. */
@NullMarked
package dev.fanfare.backplane.memory;

import org.jspecify.annotations.NullMarked;
