/**
 * Publishes to Fanfare and follows its topics. Begin with {@link dev.fanfare.client.Fanfare}.
 *
 * <p>One thread, the {@code Loop}, owns all mutable state: the events to be published ({@code
 * Outbox} and its topics), the reads in progress ({@code Reads}), and the followed topics ({@code
 * FollowedTopics}, its {@code ClientSession} and topics).
 */
@NullMarked
package dev.fanfare.client;

import org.jspecify.annotations.NullMarked;
