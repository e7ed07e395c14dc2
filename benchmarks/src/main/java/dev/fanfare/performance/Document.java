package dev.fanfare.performance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text with places for results: {@code <!-- NAME -->} to {@code <!-- /NAME -->}. */
final class Document {
  private final Path file;
  private String text;

  Document(Path file) {
    this.file = file;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the text at this place. */
  void put(String name, String markdown) {
    text = put(text, name, markdown);
  }

  static String put(String text, String name, String markdown) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no place for " + name + ": expected " + begin + end);
    }
    return text.substring(0, from + begin.length()) + markdown + text.substring(to);
  }

  void save() {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
