/** Clients on connections that stay, whatever protocol they speak: what all of them have. */
@NullMarked
package dev.fanfare.session;

import org.jspecify.annotations.NullMarked;
