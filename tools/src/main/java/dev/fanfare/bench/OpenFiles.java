package dev.fanfare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every socket is an open file, and a process may have only so many. */
final class OpenFiles {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("(?m)^Max open files +(\\d+)");

  /** What the program has open beside its sockets. */
  private static final int OTHERS = 200;

  private OpenFiles() {}

  /**
   * Refuses more sockets than this process may open, where that can be known.
   *
   * @throws BenchException if there are too many
   */
  static void check(int sockets) {
    try {
      check(sockets, limit(Files.readString(LIMITS)));
    } catch (IOException e) {
      // No Linux: whoever opens too many is told so by the first that fails.
    }
  }

  static void check(int sockets, OptionalLong limit) {
    long needed = sockets + (long) OTHERS;
    if (limit.isPresent() && limit.getAsLong() < needed) {
      throw new BenchException(
          sockets
              + " sockets need "
              + needed
              + " open files, this process may have "
              + limit.getAsLong()
              + ": raise the limit (ulimit -n "
              + needed
              + "), here and at the server");
    }
  }

  /** From the text of {@code /proc/self/limits}; empty where there is none. */
  static OptionalLong limit(String limits) {
    Matcher soft = SOFT.matcher(limits);
    return soft.find() ? OptionalLong.of(Long.parseLong(soft.group(1))) : OptionalLong.empty();
  }
}
