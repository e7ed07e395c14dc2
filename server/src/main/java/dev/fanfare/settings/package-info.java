/** All settings of a server: their names, forms, bounds and defaults, and what they are set to. */
@NullMarked
package dev.fanfare.settings;

import org.jspecify.annotations.NullMarked;
