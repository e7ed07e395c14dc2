package dev.fanfare.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application outside this clone: the {@code pom.xml} and the programs of the README, in a
 * folder of their own. Maven finds the client, {@code core} and the parent POM in a local
 * repository that has what {@code install} puts there, and everything else in the usual one.
 */
@Timeout(180)
class InstallIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String VERSION = "0.1.0";

  /** These goals alone, because the other plugins of a build need not be there offline. */
  private static final List<String> GOALS =
      List.of(
          "org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile",
          "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath");

  @TempDir private Path folder;

  @Tag("long")
  @Test
  void theReadmesProgramsAreBuiltOutsideTheCloneAndRunAgainstAServer() throws Exception {
    install("fanfare-parent", ROOT, "");
    install("fanfare-core", ROOT.resolve("core"), "jar");
    install("fanfare-client", ROOT.resolve("clients/java"), "jar");
    try (Instance instance = new Instance()) {
      write("pom.xml", ReadmeBlocks.of("xml").getFirst());
      for (String block : ReadmeBlocks.of("java")) {
        String program = ReadmeBlocks.program(block);
        if (!program.isEmpty()) {
          write("src/main/java/com/example/" + program + ".java", at(instance.url(), block));
        }
      }
      build();
      assertThat(java("Tour")).contains("card:123 is {\"title\":\"Write the tour\"}");
      assertThat(java("Cards")).contains("3 points for Try objects");
    }
  }

  private static String at(URI server, String program) {
    assertThat(program).contains("\"http://localhost:8123\"");
    return program.replace("http://localhost:8123", server.toString());
  }

  /** What {@code mvn install} does with a module. */
  private void install(String artifact, Path module, String packaging) throws IOException {
    Path target = folder.resolve("repository/dev/fanfare/" + artifact + "/" + VERSION);
    String name = artifact + "-" + VERSION;
    Files.createDirectories(target);
    Files.copy(module.resolve("pom.xml"), target.resolve(name + ".pom"));
    if (!packaging.isEmpty()) {
      Path built = module.resolve("target").resolve(name + "." + packaging);
      Files.copy(built, target.resolve(name + "." + packaging));
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve("application").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void build() throws Exception {
    String usual =
        System.getProperty(
            "localRepository",
            Path.of(System.getProperty("user.home"), ".m2/repository").toString());
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("mvnw").toString());
    command.addAll(List.of("-B", "-o", "-q", "-Dmaven.repo.local.tail=" + usual));
    command.add("-Dmaven.repo.local=" + folder.resolve("repository"));
    command.addAll(GOALS);
    command.addAll(List.of("-Dmdep.outputFile=libraries", "-Dmdep.includeScope=runtime"));
    run(command);
  }

  private String java(String program) throws Exception {
    Path application = folder.resolve("application");
    String libraries = Files.readString(application.resolve("libraries")).strip();
    String path = application.resolve("target/classes") + File.pathSeparator + libraries;
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(List.of(java, "-cp", path, "com.example." + program));
  }

  private String run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.resolve("application").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
    return output;
  }
}
