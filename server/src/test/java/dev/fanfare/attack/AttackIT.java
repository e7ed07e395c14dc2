package dev.fanfare.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short run: {@code ./verify attack} is the long one. */
@Timeout(120)
class AttackIT {
  private static final AttackRun RUN = new AttackRun(Duration.ofSeconds(3), System.out::println);

  @BeforeAll
  static void printHeader() {
    System.out.println(Outcome.HEADER);
  }

  @AfterAll
  static void end() {
    RUN.close();
  }

  @ParameterizedTest
  @MethodSource("dev.fanfare.attack.Step#brief")
  void whoeverAttacksTheServerGoesOnForAllOthers(Step step) throws IOException {
    Outcome outcome = RUN.attack(step);
    assertThat(outcome.isHeld()).as(outcome.toString()).isTrue();
  }
}
