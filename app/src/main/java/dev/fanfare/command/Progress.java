package dev.fanfare.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A progress line on a terminal, which overwrites itself. */
final class Progress {

  private static final long NEVER_SOONER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String LINE_START = "\r\033[K";

  private final PrintStream terminal;
  private final boolean shown;
  private final long begunNanos;
  private long drawnNanos;
  private boolean drawn;

  /**
   * @param shown whether there is a terminal
   * @param nowNanos the start, by the same clock as the later calls
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

  /** Shows any other text. */
  synchronized void show(Supplier<String> line, long nowNanos) {
    if (shown && nowNanos - drawnNanos >= NEVER_SOONER_NANOS) {
      drawnNanos = nowNanos;
      drawn = true;
      terminal.print(LINE_START + line.get());
      terminal.flush();
    }
  }

  /** Erases the line. */
  synchronized void clear() {
    if (drawn) {
      drawn = false;
      terminal.print(LINE_START);
      terminal.flush();
    }
  }

  /** For example {@code , 0.4 s, 3,000/s}. */
  String rate(long events, long nowNanos) {
    double seconds = (nowNanos - begunNanos) / 1e9;
    return String.format(
        Locale.ROOT, ", %.1f s, %,.0f/s", seconds, seconds > 0 ? events / seconds : 0);
  }
}
