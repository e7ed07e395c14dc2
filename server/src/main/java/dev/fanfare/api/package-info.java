/**
 * The HTTP calls. Each reads the request, asks the backplane and writes the answer. Every error
 * becomes a problem.
 */
@NullMarked
package dev.fanfare.api;

import org.jspecify.annotations.NullMarked;
