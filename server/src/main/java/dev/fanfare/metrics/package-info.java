/** The metrics. {@link dev.fanfare.metrics.Metric} names everything that is counted. */
@NullMarked
package dev.fanfare.metrics;

import org.jspecify.annotations.NullMarked;
