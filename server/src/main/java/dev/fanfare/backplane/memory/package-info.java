/** The backplane of one instance alone: the same semantics, nothing to install. */
@NullMarked
package dev.fanfare.backplane.memory;

import org.jspecify.annotations.NullMarked;
