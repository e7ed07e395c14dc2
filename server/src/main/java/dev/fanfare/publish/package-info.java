/** Publishing: the call, its answer and its refusals, over sockets and over HTTP. */
@NullMarked
package dev.fanfare.publish;

import org.jspecify.annotations.NullMarked;
