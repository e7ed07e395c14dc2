/** The server's entry point. */
@NullMarked
package dev.fanfare;

import org.jspecify.annotations.NullMarked;
