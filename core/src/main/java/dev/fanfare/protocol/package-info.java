/** The frames of the wire, and their codec. */
@NullMarked
package dev.fanfare.protocol;

import org.jspecify.annotations.NullMarked;
