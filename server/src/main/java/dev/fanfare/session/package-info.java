/** Clients on connections that stay: everything that does not depend on their protocol. */
@NullMarked
package dev.fanfare.session;

import org.jspecify.annotations.NullMarked;
