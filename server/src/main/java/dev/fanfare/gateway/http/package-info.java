/** The short way of an ordinary publication over HTTP, past all that it does not need. */
@NullMarked
package dev.fanfare.gateway.http;

import org.jspecify.annotations.NullMarked;
