/** Measured times, for check and bench. */
@NullMarked
package dev.fanfare.timing;

import org.jspecify.annotations.NullMarked;
