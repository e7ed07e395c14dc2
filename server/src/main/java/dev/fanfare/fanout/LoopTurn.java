package dev.fanfare.fanout;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * When a task of an event loop runs. The methods name the moment, so that callers need not count
 * calls of {@code execute}.
 *
 * <p>In each turn a loop reads all sockets that have sent something. Then it runs its tasks in
 * order; tasks that are added meanwhile come at the end. A publication that was read becomes a task
 * for the home of its topic. The home tells its lanes, and a lane calls {@link #afterWhatWaits}.
 * Publishers are answered by {@link #beforeDeliveries}, called when the loop has read:
 *
 * <pre>
 * reads     P1 P2         two publications are stored; the answers call beforeDeliveries
 * tasks     H1 H2 A       their homes run; each calls afterWhatWaits; A adds the flush of the answers
 *           T F           T adds the tick; F flushes: both publishers are answered in a row
 *           D             the tick: what H1 and H2 brought is one write a socket
 * </pre>
 *
 * <p>So a tick finds everything that one turn has brought, and publishers do not wait for it.
 */
public final class LoopTurn {
  private LoopTurn() {}

  /** After all tasks that wait now, and after the tasks that these add. On the loop. */
  static void afterWhatWaits(EventExecutor loop, Runnable task) {
    loop.execute(() -> loop.execute(task));
  }

  /**
   * After the tasks that wait now, and before any delivery of what they bring. On the loop, while
   * it reads.
   */
  public static void beforeDeliveries(EventExecutor loop, Runnable task) {
    afterWhatWaits(loop, task); // a lane calls it one turn of tasks later, for the tick
  }

  /**
   * After the loop has read its sockets once more. A plain task would run before that; the loop
   * looks for due timers after it has read. On the loop.
   */
  static void afterReading(EventExecutor loop, Runnable task) {
    loop.schedule(task, 1, TimeUnit.NANOSECONDS);
  }
}
