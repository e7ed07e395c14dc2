/** The sessions of clients: everything that does not depend on the protocol of a connection. */
@NullMarked
package dev.fanfare.session;

import org.jspecify.annotations.NullMarked;
