/** The command line. A command prints its result, or one line that says why it cannot be done. */
@NullMarked
package dev.fanfare.command;

import org.jspecify.annotations.NullMarked;
