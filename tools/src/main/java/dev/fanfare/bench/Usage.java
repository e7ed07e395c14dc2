package dev.fanfare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CPU time and the memory of a process until now, from Linux. */
record Usage(double userSeconds, double systemSeconds, long rssBytes) {
  /** The unit of {@code /proc/PID/stat}; it is 100 on every machine that runs Java. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /**
   * Fields of {@code /proc/stat} that count as busy: user, nice, system, irq, softirq, steal; not
   * idle and iowait.
   */
  private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

  private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** Empty if there is no such process, or no {@code /proc}. */
  static Optional<Usage> of(long pid) {
    Path process = Path.of("/proc", String.valueOf(pid));
    try {
      return Optional.of(
          parse(
              Files.readString(process.resolve("stat")),
              Files.readString(process.resolve("status"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Usage parse(String stat, String status) {
    // The name may have spaces and brackets; only plain fields follow its last bracket.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    Matcher rss = RSS.matcher(status);
    return new Usage(
        Long.parseLong(fields[USER]) / TICKS_PER_SECOND,
        Long.parseLong(fields[SYSTEM]) / TICKS_PER_SECOND,
        rss.find() ? Long.parseLong(rss.group(1)) << 10 : 0);
  }

  /** CPU seconds of all cores of the machine together; 0 if unknown. */
  static double machineSeconds() {
    try {
      return machineSeconds(Files.readString(Path.of("/proc/stat")));
    } catch (IOException e) {
      return 0;
    }
  }

  static double machineSeconds(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    long ticks = 0;
    for (int busy : BUSY) {
      ticks += Long.parseLong(fields[busy]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  double cpuSeconds() {
    return userSeconds + systemSeconds;
  }
}
