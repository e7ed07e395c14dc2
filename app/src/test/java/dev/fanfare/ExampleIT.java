package dev.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code protocol/example.py}, from which authors of clients copy, works against this server. */
@Timeout(120)
final class ExampleIT {
  private static final String PYTHON = "python3";

  @RegisterExtension static final Instances INSTANCES = new Instances();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_example_checks_itself_against_an_instance(boolean hasRedis) throws Exception {
    assumeTrue(hasPython(), "skipped: there is no " + PYTHON);
    if (hasRedis) {
      try (RedisServer redis = RedisServer.start()) {
        check(INSTANCES.start("shared", "--redis", redis.uri()));
      }
    } else {
      check(INSTANCES.start("alone"));
    }
  }

  private static void check(InstanceProcess instance) throws IOException, InterruptedException {
    Run run = run(PYTHON, "../protocol/example.py", "--url", instance.url(), "--check");
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return run(PYTHON, "--version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private record Run(int exitCode, String output) {}

  private static Run run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      return new Run(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
