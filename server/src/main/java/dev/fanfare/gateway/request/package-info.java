/** The rules for every HTTP/1.1 request, and the answer to a request that breaks them. */
@NullMarked
package dev.fanfare.gateway.request;

import org.jspecify.annotations.NullMarked;
