/** The doors for browsers. */
@NullMarked
package dev.fanfare.gateway;

import org.jspecify.annotations.NullMarked;
