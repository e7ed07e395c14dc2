/** HTTP calls: one at a time on a connection, and the short way of an ordinary publication. */
@NullMarked
package dev.fanfare.gateway.http;

import org.jspecify.annotations.NullMarked;
