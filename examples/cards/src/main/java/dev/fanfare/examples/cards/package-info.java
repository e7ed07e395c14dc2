/** A service with a database. Every browser receives the changes that it has committed. */
@NullMarked
package dev.fanfare.examples.cards;

import org.jspecify.annotations.NullMarked;
