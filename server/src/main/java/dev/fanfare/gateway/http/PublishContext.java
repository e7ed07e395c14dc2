package dev.fanfare.gateway.http;

import dev.fanfare.metrics.ShortWayTimes;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import jakarta.inject.Singleton;

/** Shared by the {@link PublishHandler}s of all connections. */
@Singleton
record PublishContext(Publisher publisher, Failures failures, HttpDate date, ShortWayTimes times) {}
