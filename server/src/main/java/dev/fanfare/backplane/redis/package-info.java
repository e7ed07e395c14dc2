/**
 * The backplane of many instances: Redis stores the topics and sends the messages. The only package
 * that uses Lettuce.
 */
@NullMarked
package dev.fanfare.backplane.redis;

import org.jspecify.annotations.NullMarked;
