package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Sources.Named;
import dev.fanfare.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code is tidy: short files, short functions, nothing unused. */
final class TidyTest {
  private static final String SELF = "TidyTest.java";
  private static final List<Source> SOURCES = Sources.endingIn(".java", ".ts", ".lua", ".sh");
  private static final List<Source> JAVA =
      SOURCES.stream()
          .filter(source -> source.name().endsWith(".java"))
          .filter(source -> !source.name().equals("package-info.java"))
          .toList();

  /** Nested types of events, frames and outcomes. They are always named with their outer type. */
  private static final Set<String> SAID_OF_SEVERAL =
      Set.of(
          "State", "Gone", "Notice", "Reason", "Ping", "Pong", "Idle", "Stored", "Refused",
          "Failed", "Dropped");

  private static final List<Source> TESTS = SOURCES.stream().filter(Source::isTest).toList();

  @Test
  void there_are_sources_to_check() {
    assertThat(JAVA).hasSizeGreaterThan(100);
    assertThat(TESTS).hasSizeGreaterThan(30);
    assertThat(Sources.methods(JAVA)).hasSizeGreaterThan(500);
  }

  @Test
  void files_are_short() {
    assertThat(SOURCES).allMatch(source -> source.lines() <= 500, "has at most 500 lines");
    List<Long> lines = SOURCES.stream().map(Source::lines).sorted().toList();
    assertThat(percentile(lines, 50)).as("median of the lines of a file").isLessThanOrEqualTo(100);
    assertThat(percentile(lines, 90)).as("p90 of the lines of a file").isLessThanOrEqualTo(300);
  }

  @Test
  void functions_are_short() {
    List<Named> methods = Sources.methods(JAVA);
    assertThat(methods).allMatch(method -> method.lines() <= 70, "has at most 70 lines");
    List<Long> lines = methods.stream().map(Named::lines).sorted().toList();
    assertThat(percentile(lines, 50)).as("median of the lines of a method").isLessThanOrEqualTo(8);
    assertThat(percentile(lines, 90)).as("p90 of the lines of a method").isLessThanOrEqualTo(25);
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() - 1) * percent / 100);
  }

  @Test
  void tests_wait_for_conditions_and_never_for_time() {
    assertNone(TESTS, "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|waitForTimeout");
    assertNone(TESTS, "setTimeout\\([^,]*, *[0-9]{3,}");
  }

  @Test
  void every_test_runs() {
    assertNone(TESTS, "@Disabled|@Ignore|\\b(it|test|describe)\\.(skip|only|todo)\\b");
  }

  @Test
  void no_task_is_left_for_later() {
    assertNone(SOURCES, "\\b(TODO|FIXME|XXX|HACK)\\b");
  }

  @Test
  void type_names_have_no_meaningless_suffix() {
    assertThat(Sources.types(JAVA))
        .noneMatch(type -> type.name().matches(".*(Impl|Utils?|Helpers?|Base|Manager)"));
  }

  /** A unique name can be used without its package. */
  @Test
  void no_two_types_have_one_name() {
    Set<String> seen = new HashSet<>();
    List<Source> main = JAVA.stream().filter(source -> !source.isTest()).toList();
    assertThat(
            Sources.types(main).stream()
                .map(Named::name)
                .filter(name -> !name.isEmpty() && !seen.add(name)))
        .isSubsetOf(SAID_OF_SEVERAL);
  }

  @Test
  void every_lua_file_is_named_by_another_source() {
    String java = textOf(JAVA);
    for (Source script : Sources.endingIn(".lua")) {
      String constant = script.name().replace(".lua", "").toUpperCase(Locale.ROOT);
      assertThat(java)
          .as("names %s", script)
          .containsPattern("\"" + script.name() + "\"|\\b" + constant + "\\b");
    }
  }

  @Test
  void every_folder_of_fixtures_is_read_by_a_test() throws IOException {
    String tests = textOf(TESTS);
    Path fixtures = Repository.ROOT.resolve("protocol/fixtures");
    try (var folders = Files.list(fixtures).filter(Files::isDirectory)) {
      assertThat(folders.toList())
          .isNotEmpty()
          .allMatch(
              folder -> tests.matches("(?s).*[\"'/]" + folder.getFileName() + "[\"'/].*"),
              "is read by a test");
    }
  }

  @Test
  void every_type_of_the_product_is_used_or_found_by_its_annotation() {
    Pattern found =
        Pattern.compile(
            "@(Singleton|Factory|Controller|ServerFilter|ClientFilter|ConfigurationProperties|Context|Benchmark)\\b"
                + "|void main\\(String");
    List<Source> product = JAVA.stream().filter(source -> !source.isTest()).toList();
    for (Source source : product) {
      Pattern name = Pattern.compile("\\b" + source.name().replace(".java", "") + "\\b");
      boolean used =
          found.matcher(source.text()).find()
              || product.stream()
                  .filter(other -> !other.equals(source))
                  .anyMatch(other -> name.matcher(other.text()).find());
      assertThat(used).as("%s is used", source).isTrue();
    }
  }

  private static String textOf(List<Source> sources) {
    return sources.stream().map(Source::text).collect(Collectors.joining("\n"));
  }

  private static void assertNone(List<Source> sources, String pattern) {
    Pattern unwanted = Pattern.compile(pattern);
    for (Source source : sources) {
      if (!source.name().equals(SELF)) {
        assertThat(source.text().lines().filter(line -> unwanted.matcher(line).find()))
            .as("%s", source)
            .isEmpty();
      }
    }
  }
}
