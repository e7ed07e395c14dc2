/** The calls of the HTTP API, on Micronaut's HTTP client. */
@NullMarked
package dev.fanfare.client.http;

import org.jspecify.annotations.NullMarked;
