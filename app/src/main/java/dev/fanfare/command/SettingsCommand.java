package dev.fanfare.command;

import dev.fanfare.backplane.redis.RedisSettings;
import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fanfare settings}: prints what a server would be started with, and starts none. */
@Command(
    name = "settings",
    description = {
      "Prints all settings of serve: the value that it would use, the default, and where the value"
          + " comes from. It accepts the options of serve."
    },
    footer = {"", "Exit: 0 all settings can be read, 2 one cannot."},
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class SettingsCommand implements Callable<Integer> {
  private static final List<String> HEAD =
      List.of("setting", "value", "default", "from", "meaning");

  @Mixin private final ServerOptions options = new ServerOptions();

  @Override
  public Integer call() {
    ServerContext prepared = ServerContext.of(options.given(), System.getenv(), "settings");
    prepared.warnings().forEach(line -> System.err.println("fanfare: " + line));
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (Setting setting : Setting.values()) {
      rows.add(row(setting, prepared.settings()));
    }
    Output.standard().print(aligned(rows));
    return CommandLine.ExitCode.OK;
  }

  private static List<String> row(Setting setting, Settings settings) {
    String value = settings.shown(setting);
    return List.of(
        setting.variable(),
        setting == Setting.REDIS ? RedisSettings.withoutSecrets(value) : value,
        setting.defaultText(),
        settings.place(setting),
        setting.meaning() + ": " + setting.expected());
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row -> {
          StringBuilder line = new StringBuilder();
          for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
          }
          return line.toString().stripTrailing();
        })
        .toList();
  }
}
