/** Which pages may talk to this server, and under which hosts it may be addressed. */
@NullMarked
package dev.fanfare.security;

import org.jspecify.annotations.NullMarked;
