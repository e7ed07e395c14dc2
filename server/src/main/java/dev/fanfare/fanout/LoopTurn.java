package dev.fanfare.fanout;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * When a task of an event loop runs, in words instead of calls that are counted.
 *
 * <p>In each turn a loop reads all sockets that have something, then runs its tasks in their order,
 * with those that are added meanwhile at the end. Publications that were read tell the homes of
 * their topics, by a task each. A home tells its lanes, and a lane calls {@link #afterWhatWaits}.
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
    afterWhatWaits(loop, task); // whoever delivers calls that one turn of tasks later
  }

  /**
   * After the loop has read its sockets once more. A task would run before that; the loop asks for
   * timers that are due after it has read. On the loop.
   */
  static void afterReading(EventExecutor loop, Runnable task) {
    loop.schedule(task, 1, TimeUnit.NANOSECONDS);
  }
}
