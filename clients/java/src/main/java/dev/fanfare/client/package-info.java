/**
 * Publishes to Fanfare and follows its topics. {@link dev.fanfare.client.Fanfare} is the way in.
 *
 * <p>One thread, the {@code Loop}, owns all that changes: what is to be published ({@code Outbox}
 * and its topics), and what is followed ({@code FollowedTopics}, its {@code ClientSession} and
 * topics).
 */
@NullMarked
package dev.fanfare.client;

import org.jspecify.annotations.NullMarked;
