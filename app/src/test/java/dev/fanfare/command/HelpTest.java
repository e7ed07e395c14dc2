package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} prints can be copied. */
final class HelpTest {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  @Test
  void no_word_of_a_description_is_broken_and_no_line_is_too_long() {
    for (CommandLine command : commands()) {
      String help = command.getUsageMessage();
      List<String> shown = words(Stream.of(help)).toList();
      assertThat(help.lines()).as(command.getCommandName()).allMatch(line -> line.length() <= 80);
      CommandSpec spec = command.getCommandSpec();
      Stream<ArgSpec> arguments =
          Stream.concat(spec.options().stream(), spec.positionalParameters().stream());
      assertThat(
              words(
                  arguments
                      .filter(it -> !it.hidden())
                      .flatMap(it -> Arrays.stream(it.description()))))
          .as(command.getCommandName())
          .isSubsetOf(shown);
    }
  }

  @Test
  void a_uri_is_whole() {
    assertThat(help("serve")).contains("redis-sentinel://host,host,host#master ");
    assertThat(help("publish")).contains("http://localhost:8123)");
  }

  private static String help(String command) {
    return commands().stream()
        .filter(it -> it.getCommandName().equals(command))
        .findFirst()
        .orElseThrow()
        .getUsageMessage();
  }

  private static List<CommandLine> commands() {
    return List.copyOf(FanfareCommand.commandLine().getSubcommands().values());
  }

  private static Stream<String> words(Stream<String> texts) {
    return texts.flatMap(BLANKS::splitAsStream);
  }
}
