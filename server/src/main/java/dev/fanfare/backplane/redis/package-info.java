/** The backplane of many instances: Redis stores and tells. The only package that knows Lettuce. */
@NullMarked
package dev.fanfare.backplane.redis;

import org.jspecify.annotations.NullMarked;
