package dev.fanfare.gateway.websocket;

import java.util.Locale;

/**
 * How many loops carry sessions: as many as there are cores for them. Where others use the machine
 * too, loops stand in the way of each other and of whom they serve: each gets a part of a core, in
 * which it writes less at a time to more sockets. So they become fewer, when that many had the work
 * done just as well; and more, when all of them are busy and a core is idle.
 *
 * <p>It is asked once a period; what it says follows from the last few. One writer.
 */
final class Balance {
  /** What has been so for so many periods is not by chance. */
  static final int PERIODS = 3;

  /** After it has become fewer it does not become more for so long: others come and go. */
  static final int PAUSE_PERIODS = 30;

  /** Of the time that loops ran: what they stood waiting besides, where there are too many. */
  private static final double WAITING = 0.25;

  /** The loops want more of their time than this: with less to do it does not matter. */
  private static final double WANTED = 0.5;

  /** Cores that count as none. */
  private static final double SLACK = 0.1;

  /** Of the time of all that carry: they are busy. */
  private static final double BUSY = 0.9;

  /** Of a core: one more loop would have something of it. */
  private static final double IDLE = 0.6;

  private final int loops;
  private int carrying;
  private int tooMany;
  private int tooFew;
  private int pause;

  /**
   * What happened in a period, in cores.
   *
   * @param running what all loops used
   * @param waiting what they could have used besides, had they been given it
   * @param idle what nobody used, in the whole machine
   */
  record Load(double running, double waiting, double idle) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "of the cores they used %.2f and waited for %.2f, %.2f were idle",
          running,
          waiting,
          idle);
    }
  }

  Balance(int loops) {
    this.loops = loops;
    carrying = loops;
  }

  /** The first so many loops carry sessions. */
  int carrying() {
    return carrying;
  }

  /** A period has passed; how many carry sessions from now on. */
  int next(Load load) {
    tooMany = isTooMany(load) ? tooMany + 1 : 0;
    tooFew = isTooFew(load) ? tooFew + 1 : 0;
    pause = Math.max(0, pause - 1);
    if (tooMany == PERIODS) {
      carrying--;
      tooMany = 0;
      pause = PAUSE_PERIODS;
    } else if (tooFew >= PERIODS && pause == 0) {
      carrying++;
      tooFew = 0;
    }
    return carrying;
  }

  private boolean isTooMany(Load load) {
    return carrying > 1
        && load.running < carrying - 1 + SLACK
        && load.running + load.waiting > WANTED * carrying
        && load.waiting > WAITING * load.running;
  }

  private boolean isTooFew(Load load) {
    return carrying < loops && load.running > BUSY * carrying && load.idle > IDLE;
  }
}
