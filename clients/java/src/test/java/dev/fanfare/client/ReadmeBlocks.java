package dev.fanfare.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The code blocks of the client's README. */
final class ReadmeBlocks {
  private static final Path README = Path.of("README.md");
  private static final Pattern PROGRAM = Pattern.compile("(?m)^public class (\\w+) \\{");

  private ReadmeBlocks() {}

  /** The blocks of a language, in their order. */
  static List<String> of(String language) {
    Pattern block = Pattern.compile("(?s)\n```" + language + "\n(.*?)\n```\n");
    try {
      return block.matcher(Files.readString(README)).results().map(it -> it.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the class if the block is a whole program, else an empty string. */
  static String program(String block) {
    return PROGRAM.matcher(block).results().findFirst().map(ReadmeBlocks::name).orElse("");
  }

  private static String name(MatchResult found) {
    return found.group(1);
  }
}
