package dev.fanfare.gateway.http;

import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.Failures;
import jakarta.inject.Singleton;

/** Shared by the {@link CallHandler}s of all connections. */
@Singleton
record CallContext(AnswersUnderWay answers, HeldMemory held, Failures failures, Metrics metrics) {}
