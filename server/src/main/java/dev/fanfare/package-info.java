/** Reads the server's settings, and creates the parts that depend on them. */
@NullMarked
package dev.fanfare;

import org.jspecify.annotations.NullMarked;
