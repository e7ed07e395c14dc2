/** Measures the figures of docs/PERFORMANCE.md, and writes its tables and plots. */
@NullMarked
package dev.fanfare.performance;

import org.jspecify.annotations.NullMarked;
