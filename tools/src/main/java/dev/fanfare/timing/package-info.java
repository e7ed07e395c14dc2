/** Measured times, for {@code check} and {@code bench}. */
@NullMarked
package dev.fanfare.timing;

import org.jspecify.annotations.NullMarked;
