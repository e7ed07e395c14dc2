package dev.fanfare.gateway.websocket;

import dev.fanfare.protocol.CloseCode;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Says goodbye to every client when the instance shuts down. */
@Singleton
final class Farewell implements ApplicationEventListener<ServerShutdownEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Heartbeats sessions;

  Farewell(Heartbeats sessions) {
    this.sessions = sessions;
  }

  @Override
  public void onApplicationEvent(ServerShutdownEvent shutdown) {
    sessions.end(CloseCode.GOING_AWAY, PATIENCE);
  }
}
