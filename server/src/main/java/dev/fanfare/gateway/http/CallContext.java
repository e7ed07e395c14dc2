package dev.fanfare.gateway.http;

import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.FaultLog;
import jakarta.inject.Singleton;

/** What all connections share. */
@Singleton
record CallContext(AnswersUnderWay answers, HeldMemory held, FaultLog faults, Metrics metrics) {}
