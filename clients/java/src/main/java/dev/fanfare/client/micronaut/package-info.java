/** The client as a bean: configuration, health and metrics of a Micronaut application. */
@NullMarked
package dev.fanfare.client.micronaut;

import org.jspecify.annotations.NullMarked;
