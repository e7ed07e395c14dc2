/** The command line: options in, one running server or one clear line of refusal out. */
@NullMarked
package dev.fanfare.command;

import org.jspecify.annotations.NullMarked;
