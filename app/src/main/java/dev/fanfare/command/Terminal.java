package dev.fanfare.command;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of this process's streams are a terminal. Java cannot tell them apart, a shell can: the
 * launcher says which of 0, 1 and 2 are a terminal, and how wide it is.
 *
 * @param streams the numbers of the streams that are a terminal, as {@code 02}
 * @param columns width of the terminal
 */
record Terminal(String streams, int columns) {

  private static final int USUAL_COLUMNS = 80;

  static Terminal here() {
    return of(System.getProperty("fanfare.terminal"), System.getProperty("fanfare.columns"));
  }

  static Terminal of(@Nullable String streams, @Nullable String columns) {
    int known =
        columns == null || !columns.matches("[1-9]\\d{0,4}")
            ? USUAL_COLUMNS
            : Integer.parseInt(columns);
    return new Terminal(streams == null ? guessed() : streams, known);
  }

  /**
   * Without the launcher, Java only knows whether both standard input and output are a terminal.
   */
  private static String guessed() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? "01"
        : "";
  }

  boolean isIn() {
    return streams.contains("0");
  }

  boolean isOut() {
    return streams.contains("1");
  }

  boolean isErr() {
    return streams.contains("2");
  }
}
