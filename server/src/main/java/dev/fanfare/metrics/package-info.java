/** Every metric, named in one place. */
@NullMarked
package dev.fanfare.metrics;

import org.jspecify.annotations.NullMarked;
