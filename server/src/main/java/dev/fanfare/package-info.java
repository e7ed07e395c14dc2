/** The server's settings, and the parts that are made of them. */
@NullMarked
package dev.fanfare;

import org.jspecify.annotations.NullMarked;
