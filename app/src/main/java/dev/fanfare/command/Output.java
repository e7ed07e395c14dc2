package dev.fanfare.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints lines to standard output, in UTF-8 whatever the locale, and flushes after each call. */
final class Output {

  private static final int BUFFER_BYTES = 8 * 1024;

  private final PrintStream stream;

  Output(OutputStream stream) {
    this.stream =
        new PrintStream(
            new BufferedOutputStream(stream, BUFFER_BYTES), false, StandardCharsets.UTF_8);
  }

  static Output standard() {
    return new Output(new FileOutputStream(FileDescriptor.out));
  }

  /**
   * Prints lines.
   *
   * @return false if the reader of the output has ended, as with {@code | head}
   */
  boolean print(Iterable<String> lines) {
    for (String line : lines) {
      stream.print(line);
      stream.print('\n');
    }
    // checkError() also flushes.
    return !stream.checkError();
  }

  boolean print(String line) {
    return print(List.of(line));
  }
}
