package dev.fanfare.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The short run. It shows the latencies of a bystander and does not judge them: {@code ./verify
 * attack} does, on a machine that does nothing else.
 */
@Timeout(120)
class AttackIT {
  private static final AttackRun RUN = new AttackRun(Duration.ofSeconds(3), 1, System.out::println);

  /** The attackers' connections, and the other open files of this process. */
  private static final long NEEDED_FILES = 2_500;

  @BeforeAll
  static void printHeader() {
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long files = system.getMaxFileDescriptorCount();
    assumeTrue(
        files >= NEEDED_FILES,
        "skipped: the attackers need %d open files, this process may have %d"
            .formatted(NEEDED_FILES, files));
    System.out.println(Outcome.HEADER);
  }

  @AfterAll
  static void end() {
    RUN.close();
  }

  @ParameterizedTest
  @MethodSource("dev.fanfare.attack.Step#brief")
  void an_attacked_server_serves_all_other_clients(Step step) throws IOException {
    Outcome outcome = RUN.attack(step);
    assertThat(outcome.isHeld() || outcome.isSlowOnly()).as(outcome.toString()).isTrue();
  }
}
