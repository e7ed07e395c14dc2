package dev.fanfare.gateway.http;

import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import jakarta.inject.Singleton;

/** What the short ways of all connections share. */
@Singleton
record PublishContext(Publisher publisher, Failures failures, HttpDate date) {}
