package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in languages whose digits, or whose rules of upper and lower case, are others. */
@Timeout(120)
class LanguagesIT {
  @ParameterizedTest
  @ValueSource(strings = "ar-EG")
  void every_command_works_in_a_language_with_other_digits(String language) {
    assertWorks(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "th-TH-u-nu-thai", "ar-u-nu-arab", "tr-TR"})
  @Tag("long")
  void every_command_works_whatever_the_language(String language) {
    assertWorks(language);
  }

  private static void assertWorks(String language) {
    List<String> options = options(Locale.forLanguageTag(language));
    try (CommandProcess server = CommandProcess.with(options, "serve", "--port", "0")) {
      String page =
          server.awaitOut("health").stream()
              .filter(line -> line.strip().startsWith("page"))
              .findFirst()
              .orElseThrow()
              .replaceFirst(" *page +", "");
      assertThat(page).matches("http://localhost:[0-9]+/");
      String url = page.substring(0, page.length() - 1);
      assertThat(run(options, "publish", "t", "--kind", "NOTICE", "--data", "1", "--url", url))
          .singleElement()
          .asString()
          .matches("1\\.[0-9a-z]+");
      assertThat(
              run(options, "check", "--readers", "5", "--duration", "1s", "--url", url).getLast())
          .startsWith("verdict   all promises kept (seed ")
          .isASCII();
      assertThat(
              run(
                  options,
                  "bench",
                  "--sockets",
                  "5",
                  "--duration",
                  "1s",
                  "--warm-up",
                  "0s",
                  "--url",
                  url))
          .allSatisfy(line -> assertThat(line).isASCII());
    }
  }

  private static List<String> run(List<String> options, String... arguments) {
    try (CommandProcess command = CommandProcess.with(options, arguments)) {
      assertThat(command.exitCode()).as("%s", command.err()).isZero();
      return command.out();
    }
  }

  private static List<String> options(Locale language) {
    List<String> options = new ArrayList<>();
    options.add("-Duser.language=" + language.getLanguage());
    options.add("-Duser.country=" + language.getCountry());
    Stream.of(language.getExtensionKeys())
        .filter(keys -> !keys.isEmpty())
        .forEach(_ -> options.add("-Duser.extensions=u-" + language.getExtension('u')));
    return options;
  }
}
