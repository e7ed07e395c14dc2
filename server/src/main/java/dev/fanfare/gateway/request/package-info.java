/** What every HTTP/1.1 request has to be before anybody works on it, and how all others end. */
@NullMarked
package dev.fanfare.gateway.request;

import org.jspecify.annotations.NullMarked;
