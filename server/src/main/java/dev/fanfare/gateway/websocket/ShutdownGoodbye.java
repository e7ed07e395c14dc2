package dev.fanfare.gateway.websocket;

import dev.fanfare.protocol.CloseCode;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says goodbye to every client when the instance shuts down. It depends on nothing: whoever listens
 * for that event and depends on the event loops hears of it when they have ended.
 */
@Singleton
final class ShutdownGoodbye implements ApplicationEventListener<ServerShutdownEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private volatile @Nullable Heartbeats sessions;

  /** Whom to say it to. */
  void to(Heartbeats all) {
    sessions = all;
  }

  @Override
  public void onApplicationEvent(ServerShutdownEvent shutdown) {
    Heartbeats all = sessions;
    if (all != null) {
      all.end(CloseCode.GOING_AWAY, PATIENCE);
    }
  }
}
