package dev.fanfare.settings;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.naming.NameUtils;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Names that look like settings and are none: a misspelt one, or one that Kubernetes makes. Beside
 * a Service {@code fanfare}, it gives each container {@code FANFARE_PORT=tcp://10.0.0.1:8123} and a
 * dozen others.
 */
public final class Strangers {
  private static final String VARIABLES = "FANFARE_";

  /**
   * Variables and properties of other parts of the program: clients, the launcher, the terminal.
   */
  private static final Set<String> OF_OTHERS =
      Set.of("FANFARE_URL", "FANFARE_JAVA_OPTS", "fanfare.terminal", "fanfare.columns");

  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "FANFARE(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");
  private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://\\S+");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

  /** A name with more different letters is not a misspelling. */
  private static final int MOST_WRONG_LETTERS = 3;

  private final Map<String, String> variables = new TreeMap<>();

  /**
   * @param variables of the environment, of any name
   */
  public Strangers(Map<String, String> variables) {
    variables.forEach((name, value) -> {
      if (name.toUpperCase(Locale.ROOT).startsWith(VARIABLES)) {
        this.variables.put(name, value);
      }
    });
  }

  /** The variables to ignore: all that begin like ours but set nothing here. */
  public Set<String> ignored() {
    return variables.entrySet().stream()
        .filter(it -> !isSetting(it.getKey()) || isOfService(it) || it.getValue().isBlank())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A line for each name that a user could take for a setting. */
  public List<String> warnings(Environment environment) {
    return Stream.concat(
            variables.entrySet().stream().map(Strangers::warning).flatMap(Optional::stream),
            environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(EnvironmentPropertySource.NAME))
                .flatMap(Strangers::unknown)
                .map(name -> unknown(name, Setting::property)))
        .toList();
  }

  private static Optional<String> warning(Map.Entry<String, String> variable) {
    String name = variable.getKey();
    if (isOfService(variable)) {
      return isSetting(name)
          ? Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s=%s is ignored: Kubernetes sets it for a Service; use %s instead",
                  name,
                  variable.getValue(),
                  instead(name)))
          : Optional.empty();
    }
    return isSetting(name) || OF_OTHERS.contains(name)
        ? Optional.empty()
        : Optional.of(unknown(name, Setting::variable));
  }

  private static String instead(String variable) {
    return Arrays.stream(Setting.values())
        .filter(it -> it.isVariable(variable))
        .flatMap(it -> it.option().stream())
        .findFirst()
        .orElse("another variable");
  }

  private static Stream<String> unknown(PropertySource source) {
    return StreamSupport.stream(source.spliterator(), false)
        .filter(name -> name.startsWith(Setting.PREFIX) && !OF_OTHERS.contains(name))
        .filter(name -> {
          String hyphenated = NameUtils.hyphenate(INDEX.matcher(name).replaceFirst(""), true);
          return Arrays.stream(Setting.values())
              .flatMap(it -> it.properties().stream())
              .noneMatch(hyphenated::equals);
        });
  }

  private static String unknown(String name, Function<Setting, String> spelling) {
    Optional<String> nearest =
        Arrays.stream(Setting.values())
            .map(spelling)
            .min(Comparator.comparingInt(it -> wrongLetters(name, it)))
            .filter(it -> wrongLetters(name, it) <= MOST_WRONG_LETTERS);
    return name
        + " is no setting and is ignored"
        + nearest.map(it -> ": did you mean " + it + "?").orElse("")
        + " (all settings: fanfare settings)";
  }

  private static boolean isSetting(String variable) {
    return Arrays.stream(Setting.values()).anyMatch(it -> it.isVariable(variable));
  }

  private static boolean isOfService(Map.Entry<String, String> variable) {
    String name = variable.getKey();
    return OF_A_SERVICE.matcher(name).matches()
        || (name.endsWith("_PORT") && ADDRESS_OF_A_SERVICE.matcher(variable.getValue()).matches());
  }

  /** How many letters must be added, removed or replaced to make one word of the other. */
  private static int wrongLetters(String name, String setting) {
    String one = name.toLowerCase(Locale.ROOT);
    String other = setting.toLowerCase(Locale.ROOT);
    int[] costs = new int[other.length() + 1];
    Arrays.setAll(costs, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[other.length()];
  }
}
