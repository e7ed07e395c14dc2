package dev.fanfare.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;

/** Breaks descriptions at blanks only. Picocli breaks them within a URI as well. */
final class WholeWordsHelp extends Help {
  /** Less than picocli's own column, so that it has nothing left to break. */
  private static final int COLUMNS = 48;

  WholeWordsHelp(CommandSpec spec, ColorScheme colors) {
    super(spec, colors);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer usual = super.createDefaultOptionRenderer();
    return (option, label, colors) -> broken(usual.render(option, label, colors));
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    IParameterRenderer usual = super.createDefaultParameterRenderer();
    return (parameter, label, colors) -> broken(usual.render(parameter, label, colors));
  }

  private Text[][] broken(Text[][] rows) {
    List<Text[]> lines = new ArrayList<>();
    for (Text[] row : rows) {
      Text[] line = row.clone();
      for (Text part : parts(row[row.length - 1])) {
        line[row.length - 1] = part;
        lines.add(line);
        line = new Text[row.length];
        Arrays.fill(line, colorScheme().text(""));
      }
    }
    return lines.toArray(Text[][]::new);
  }

  private static List<Text> parts(Text description) {
    String plain = description.plainString();
    List<Text> parts = new ArrayList<>();
    int begin = 0;
    while (plain.length() - begin > COLUMNS) {
      int blank = plain.lastIndexOf(' ', begin + COLUMNS);
      int end = blank > begin ? blank : plain.indexOf(' ', begin + COLUMNS);
      if (end < 0) {
        break;
      }
      parts.add(description.substring(begin, end));
      begin = end + 1;
    }
    parts.add(description.substring(begin));
    return parts;
  }
}
