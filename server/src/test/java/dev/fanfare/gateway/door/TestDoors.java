package dev.fanfare.gateway.door;

import dev.fanfare.gateway.request.RequestRules;
import dev.fanfare.gateway.websocket.WebSocketDoors;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.security.Hosts;
import dev.fanfare.security.Origins;
import dev.fanfare.session.SessionContext;
import dev.fanfare.session.TestSessions;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;

/** The doors of an instance whose only loop is that of a channel without a socket. */
final class TestDoors {
  private TestDoors() {}

  static Doors of(EmbeddedChannel channel, Metrics metrics) {
    SessionContext sessions = TestSessions.of(channel, metrics);
    return new Doors(
        List.of(WebSocketDoors.of(sessions)),
        new RequestRules(new Hosts(List.of(), null), new Origins(List.of())),
        sessions.sessions(),
        metrics);
  }
}
