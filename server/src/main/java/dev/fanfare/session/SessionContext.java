package dev.fanfare.session;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.fanout.Hub;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import jakarta.inject.Singleton;

/** What all sessions of this instance share. */
@Singleton
public record SessionContext(
    SessionSettings settings,
    Publisher publisher,
    Failures failures,
    Hub hub,
    Sessions sessions,
    FullSockets fullSockets,
    OperationIds ids,
    Metrics metrics) {}
