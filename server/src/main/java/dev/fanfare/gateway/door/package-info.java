/**
 * Accepts connections, closes those that are slow or idle, and gives a connection to the gateway
 * that its request is for.
 */
@NullMarked
package dev.fanfare.gateway.door;

import org.jspecify.annotations.NullMarked;
