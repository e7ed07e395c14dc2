package dev.fanfare.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How far it has got: a line on a terminal, drawn over itself. */
final class Progress {

  private static final long NEVER_SOONER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String LINE_START = "\r\033[K";

  private final PrintStream terminal;
  private final boolean shown;
  private final long begunNanos;
  private long drawnNanos;
  private boolean drawn;

  /**
   * @param shown whether anybody sees it
   * @param nowNanos by the clock of all that follows
   */
  Progress(PrintStream terminal, boolean shown, long nowNanos) {
    this.terminal = terminal;
    this.shown = shown;
    begunNanos = nowNanos;
    drawnNanos = nowNanos;
  }

  synchronized void at(long events, long nowNanos) {
    show(() -> String.format(Locale.ROOT, "%,d events", events) + rate(events, nowNanos), nowNanos);
  }

  /** Anything else that is said of it. */
  synchronized void show(Supplier<String> line, long nowNanos) {
    if (shown && nowNanos - drawnNanos >= NEVER_SOONER_NANOS) {
      drawnNanos = nowNanos;
      drawn = true;
      terminal.print(LINE_START + line.get());
      terminal.flush();
    }
  }

  /** Leaves nothing of the line. */
  synchronized void clear() {
    if (drawn) {
      drawn = false;
      terminal.print(LINE_START);
      terminal.flush();
    }
  }

  /** As {@code , 0.4 s, 3,000/s}. */
  String rate(long events, long nowNanos) {
    double seconds = (nowNanos - begunNanos) / 1e9;
    return String.format(
        Locale.ROOT, ", %.1f s, %,.0f/s", seconds, seconds > 0 ? events / seconds : 0);
  }
}
