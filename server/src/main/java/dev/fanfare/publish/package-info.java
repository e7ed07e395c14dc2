/** What a call to publish says, is answered and is refused, whichever way it came in. */
@NullMarked
package dev.fanfare.publish;

import org.jspecify.annotations.NullMarked;
