/** The connections of clients. This package builds their pipelines; those below have handlers. */
@NullMarked
package dev.fanfare.gateway;

import org.jspecify.annotations.NullMarked;
