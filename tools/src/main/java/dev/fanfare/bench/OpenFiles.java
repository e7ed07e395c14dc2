package dev.fanfare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every socket is an open file, and the number of open files of a process is limited. */
final class OpenFiles {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT = Pattern.compile("(?m)^Max open files +(\\d+)");

  /** Open files of the program that are no sockets. */
  private static final int OTHERS = 200;

  private OpenFiles() {}

  /**
   * Refuses more sockets than this process may open, if the limit is known.
   *
   * @throws BenchException if there are too many
   */
  static void check(int sockets) {
    try {
      check(sockets, limit(Files.readString(LIMITS)));
    } catch (IOException e) {
      // Not Linux: if the limit is exceeded, the first socket that fails says so.
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

  /** The limit in the text of {@code /proc/self/limits}; empty if there is none. */
  static OptionalLong limit(String limits) {
    Matcher soft = SOFT.matcher(limits);
    return soft.find() ? OptionalLong.of(Long.parseLong(soft.group(1))) : OptionalLong.empty();
  }
}
