package dev.fanfare.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short run: other faults each time. The printed seed repeats them. */
@Timeout(300)
class FaultsIT {
  private static final int STEPS = 4;

  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "REDIS"})
  void promisesAreKeptWhateverBreaks(Topology topology) {
    keepsPromises(topology);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MEMORY", "REDIS"})
  @Tag("long")
  void promisesAreKeptWhereMastersChange(Topology topology) {
    keepsPromises(topology);
  }

  private static void keepsPromises(Topology topology) {
    long seed = new Random().nextInt(1_000_000);
    FaultTable table = FaultRun.of(topology, seed, STEPS, System.out);
    System.out.printf("seed %d%n%s%n", seed, table);
    assertThat(table.faults()).isEqualTo(STEPS);
  }
}
