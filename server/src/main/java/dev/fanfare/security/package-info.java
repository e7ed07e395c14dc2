/** Decides which web pages may use this server, and under which host names. */
@NullMarked
package dev.fanfare.security;

import org.jspecify.annotations.NullMarked;
