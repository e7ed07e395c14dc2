/** The command line. A command prints its result, or one line that says why it failed. */
@NullMarked
package dev.fanfare.command;

import org.jspecify.annotations.NullMarked;
