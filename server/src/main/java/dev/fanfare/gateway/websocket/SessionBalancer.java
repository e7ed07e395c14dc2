package dev.fanfare.gateway.websocket;

import io.micronaut.scheduling.TaskScheduler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sessions between the event loops when there are more loops than cores for them, and back. A
 * session is where it is in its topics, so it goes on on another loop as it would on another
 * connection, only that its client does not notice.
 */
final class SessionBalancer {
  private static final Logger LOG = LoggerFactory.getLogger(SessionBalancer.class);

  /** So many are moved before the loop does what else it has to do. */
  private static final int AT_ONCE = 16;

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final List<EventLoop> loops;
  private final Heartbeats sessions;

  /** Loops whose sessions are on their way; each is set and read on its loop only. */
  private final boolean[] moving;

  /**
   * Looks after the sessions of these loops once a period, where the system says how its threads
   * fare.
   */
  static void start(List<EventLoop> loops, Heartbeats sessions, TaskScheduler scheduler) {
    if (loops.size() == 1) {
      return;
    }
    SessionBalancer balancer = new SessionBalancer(loops, sessions);
    Balance balance = new Balance(loops.size());
    LoopTimes.of(loops)
        .ifPresent(times ->
            scheduler.scheduleWithFixedDelay(
                PERIOD, PERIOD, () -> balancer.look(balance, times.since())));
  }

  SessionBalancer(List<EventLoop> loops, Heartbeats sessions) {
    this.loops = loops;
    this.sessions = sessions;
    this.moving = new boolean[loops.size()];
  }

  private void look(Balance balance, Balance.Load load) {
    int before = balance.carrying();
    int carrying = balance.next(load);
    if (carrying != before) {
      LOG.info("{} of {} event loops carry sessions now: {}", carrying, loops.size(), load);
    }
    spread(before, carrying);
  }

  /**
   * From now on the first so many loops carry sessions. Whoever sits on another one goes, and a
   * share of the others where these are more than before. Who has something under way stays until
   * this is called again.
   */
  void spread(int before, int carrying) {
    int first = carrying > before ? 0 : carrying;
    for (int i = first; i < loops.size(); i++) {
      int loop = i;
      loops.get(i).execute(() -> spread(loop, before, carrying));
    }
  }

  private void spread(int loop, int before, int carrying) {
    List<SessionHandler> mine = sessions.of(loops.get(loop));
    if (moving[loop] || mine.isEmpty()) {
      return;
    }
    if (loop >= carrying) {
      move(loop, mine, loops.subList(0, carrying));
    } else {
      int share = mine.size() * (carrying - before) / carrying;
      move(loop, mine.subList(0, share), loops.subList(before, carrying));
    }
  }

  private void move(int loop, List<SessionHandler> those, List<EventLoop> to) {
    moving[loop] = true;
    moveSome(loop, those.iterator(), to, 0);
  }

  private void moveSome(int loop, Iterator<SessionHandler> those, List<EventLoop> to, int moved) {
    int next = moved;
    for (int i = 0; i < AT_ONCE && those.hasNext(); i++) {
      if (those.next().move(to.get(next % to.size()))) {
        next++;
      }
    }
    moving[loop] = those.hasNext();
    if (moving[loop]) {
      int then = next;
      loops.get(loop).schedule(() -> moveSome(loop, those, to, then), 1, TimeUnit.MILLISECONDS);
    }
  }
}
