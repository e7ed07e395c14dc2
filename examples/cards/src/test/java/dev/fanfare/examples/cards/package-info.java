@NullMarked
package dev.fanfare.examples.cards;

import org.jspecify.annotations.NullMarked;
