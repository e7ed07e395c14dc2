package dev.fanfare.session;

import dev.fanfare.protocol.CloseCode;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends every session with a goodbye when the instance shuts down. It has no dependencies, because
 * Micronaut calls a listener that depends on the event loops only after they have ended.
 */
@Singleton
final class Drain implements ApplicationEventListener<ServerShutdownEvent> {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private volatile @Nullable Sessions sessions;

  /** Sets the sessions to end at the shutdown. */
  void of(Sessions all) {
    sessions = all;
  }

  @Override
  public void onApplicationEvent(ServerShutdownEvent shutdown) {
    Sessions all = sessions;
    if (all != null) {
      all.end(CloseCode.GOING_AWAY, PATIENCE);
    }
  }
}
