package dev.fanfare.gateway.websocket;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.fanout.Hub;
import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.gateway.request.RequestRules;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import dev.fanfare.security.Origins;
import jakarta.inject.Singleton;

/** What all sessions of this instance share. */
@Singleton
record SessionContext(
    GatewaySettings settings,
    Publisher publisher,
    Failures failures,
    Hub hub,
    Heartbeats heartbeats,
    FullSockets fullSockets,
    Origins origins,
    RequestRules rules,
    OperationIds ids,
    Metrics metrics) {}
