/**
 * The rules that every HTTP/1.1 request must follow to be handled, and the end of those that do
 * not.
 */
@NullMarked
package dev.fanfare.gateway.request;

import org.jspecify.annotations.NullMarked;
