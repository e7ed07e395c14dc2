/** All access to the store and to the other instances. */
@NullMarked
package dev.fanfare.backplane;

import org.jspecify.annotations.NullMarked;
