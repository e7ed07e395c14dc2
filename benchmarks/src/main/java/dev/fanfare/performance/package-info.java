/** Measures what docs/PERFORMANCE.md shows, and writes its tables and plots. */
@NullMarked
package dev.fanfare.performance;

import org.jspecify.annotations.NullMarked;
