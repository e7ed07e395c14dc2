package dev.fanfare.client;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of the README compiles, with its own imports, for Java 21. */
class ReadmeTest {
  @TempDir private Path classes;

  static List<String> blocks() {
    return ReadmeBlocks.of("java");
  }

  @Test
  void thereAreProgramsAndSnippets() {
    assertThat(blocks()).filteredOn(block -> !ReadmeBlocks.program(block).isEmpty()).hasSize(2);
    assertThat(blocks()).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockCompiles(String block) {
    String program = ReadmeBlocks.program(block);
    boolean isSnippet = program.isEmpty();
    String source = isSnippet ? wrapped(block) : block;
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                options(),
                null,
                List.of(file(isSnippet ? "It" : program, source)))
            .call();
    assertThat(compiled).as("%s%n%s", said, source).isTrue();
  }

  private List<String> options() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of("--release", "21", "-proc:none", "-cp", path, "-d", classes.toString());
  }

  /** The statements of a snippet use a client that the reader has made as the first block shows. */
  private static String wrapped(String snippet) {
    Predicate<String> isImport = line -> line.startsWith("import ");
    String imports = snippet.lines().filter(isImport).collect(joining("\n"));
    String statements = snippet.lines().filter(isImport.negate()).collect(joining("\n"));
    return imports
        + "\nclass It { void does(dev.fanfare.client.Fanfare fanfare) {\n"
        + statements
        + "\n}}";
  }

  private static JavaFileObject file(String type, String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
