/** The HTTP calls. Thin: read, ask the backplane, write. Every error becomes a problem here. */
@NullMarked
package dev.fanfare.api;

import org.jspecify.annotations.NullMarked;
