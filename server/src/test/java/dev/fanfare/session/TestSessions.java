package dev.fanfare.session;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.memory.MemoryBackplane;
import dev.fanfare.backplane.memory.StoreClock;
import dev.fanfare.fanout.Hub;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.Publisher;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Random;

/** The objects that sessions share, for one loop: that of a channel without a socket. */
public final class TestSessions {
  private TestSessions() {}

  public static SessionContext of(EmbeddedChannel channel, Metrics metrics) {
    return of(channel, metrics, SessionSettings.defaults("here"));
  }

  public static SessionContext of(
      EmbeddedChannel channel, Metrics metrics, SessionSettings settings) {
    List<EventLoop> loops = List.of(channel.eventLoop());
    Failures failures = new Failures(metrics);
    OperationIds ids = new OperationIds(new Random(1));
    MemoryBackplane backplane =
        new MemoryBackplane(StoreLimits.DEFAULT, StoreClock.system(), ids, metrics);
    Hub hub = new Hub(backplane, List.copyOf(loops), HubSettings.DEFAULT, metrics);
    return new SessionContext(
        settings,
        new Publisher(backplane, failures, metrics),
        failures,
        hub,
        SessionsFactory.sessions(loops, settings, metrics),
        new FullSockets(loops, hub, settings.unread(), metrics),
        ids,
        metrics);
  }
}
