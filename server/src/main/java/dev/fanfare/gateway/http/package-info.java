/**
 * HTTP calls, one at a time on a connection. An ordinary publication is answered here, without
 * Micronaut.
 */
@NullMarked
package dev.fanfare.gateway.http;

import org.jspecify.annotations.NullMarked;
