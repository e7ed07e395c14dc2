/** Who may do what. */
@NullMarked
package dev.fanfare.security;

import org.jspecify.annotations.NullMarked;
