/** A service with a database that tells every browser what it has committed. */
@NullMarked
package dev.fanfare.examples.cards;

import org.jspecify.annotations.NullMarked;
