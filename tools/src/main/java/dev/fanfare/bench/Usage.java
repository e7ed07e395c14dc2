package dev.fanfare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has used up to now, as Linux tells it. */
record Usage(double userSeconds, double systemSeconds, long rssBytes) {
  /** The unit of {@code /proc/PID/stat}: it is 100 on every machine that runs Java. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** Of a machine: user, nice, system, irq, softirq, steal; not idle, not waiting for a disk. */
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
    // The name in front may have spaces and brackets; behind its last bracket are plain numbers.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    Matcher rss = RSS.matcher(status);
    return new Usage(
        Long.parseLong(fields[USER]) / TICKS_PER_SECOND,
        Long.parseLong(fields[SYSTEM]) / TICKS_PER_SECOND,
        rss.find() ? Long.parseLong(rss.group(1)) << 10 : 0);
  }

  /** Seconds in which the machine's cores were busy, all together; 0 where that is not known. */
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
