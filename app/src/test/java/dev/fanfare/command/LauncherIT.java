package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.InstanceProcess;
import dev.fanfare.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fanfare} and {@code ./mvnw}, in the circumstances of a service. */
@Timeout(60)
class LauncherIT {
  @TempDir private Path home;

  /** The launcher beside the packaged program, without sources that it would build. */
  @BeforeEach
  void copy() throws IOException {
    Files.createDirectory(home.resolve(".mvn"));
    for (String file : List.of("fanfare", ".mvn/jdk.sh")) {
      Files.copy(
          Repository.ROOT.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path jar = InstanceProcess.JAR.toAbsolutePath().normalize();
    Path folder = Files.createDirectories(home.resolve("server/target/fanfare"));
    for (String part : List.of("fanfare.jar", "lib")) {
      Files.createSymbolicLink(folder.resolve(part), jar.resolveSibling(part));
    }
    // Instead of the cache for quick starts, which the launcher would make.
    Files.createFile(
        folder.resolve("serve-" + System.getProperty("java.runtime.version") + ".aot"));
  }

  @Test
  void without_a_home_both_launchers_work() throws Exception {
    Process fanfare = withoutHome(home.resolve("fanfare").toString(), "--version");
    assertThat(fanfare.inputReader().readAllAsString()).startsWith("fanfare ");
    assertThat(fanfare.errorReader().readAllAsString()).isEmpty();
    Process maven = withoutHome(Repository.ROOT.resolve("mvnw").toString(), "--version");
    assertThat(maven.inputReader().readAllAsString()).contains("Apache Maven ");
    assertThat(maven.waitFor()).isZero();
  }

  @Test
  void a_server_that_is_terminated_exits_with_0() throws Exception {
    Process server = withoutHome(home.resolve("fanfare").toString(), "--port", "0");
    assertThat(server.inputReader().lines().anyMatch(line -> line.contains("health"))).isTrue();
    server.toHandle().destroy();
    assertThat(server.waitFor()).isZero();
  }

  private static Process withoutHome(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("HOME");
    return builder.start();
  }
}
