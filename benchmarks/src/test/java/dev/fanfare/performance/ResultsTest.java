package dev.fanfare.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
  private static final Workload WORKLOAD =
      new Workload("fanout", "fanout", Topology.MEMORY, 1, List.of());

  @TempDir private Path folder = Path.of(".");

  @Test
  void medianIsOfAllRuns() {
    Results results = new Results(folder);
    results.begin(WORKLOAD);
    for (double p50 : new double[] {3, 1, 2}) {
      results.add(WORKLOAD, "{\"load\":{\"latencyMs\":{\"p50\":" + p50 + "}}}");
    }
    assertThat(results.median("fanout", "load.latencyMs.p50")).hasValue(2);
    assertThat(results.most("fanout", "load.latencyMs.p50")).hasValue(3);
    assertThat(results.missing(List.of("fanout", "idle"))).containsExactly("idle");
    results.add(WORKLOAD, "{\"load\":{\"latencyMs\":{\"p50\":4}}}");
    assertThat(results.median("fanout", "load.latencyMs.p50")).hasValue(2.5);
  }

  @Test
  void workloadWithoutRunsHasNoMedian() {
    Results results = new Results(folder.resolve("none"));
    assertThat(results.missing(List.of("fanout"))).containsExactly("fanout");
    assertThat(results.median("fanout", "load.seconds")).isEmpty();
  }

  @Test
  void earlierResultsAreForgotten() {
    Results results = new Results(folder);
    results.add(WORKLOAD, "{\"x\":1}");
    results.begin(WORKLOAD);
    assertThat(results.median("fanout", "x")).isEmpty();
  }

  @Test
  void pathLeadsThroughListsAndObjects() {
    String json = "{\"load\":{\"servers\":[{\"rss\":7},{\"rss\":8.5}]}}";
    assertThat(Results.at(json, "load.servers.1.rss")).isEqualTo(8.5);
  }

  @Test
  void figuresOfRedisAreReadFromItsOutput() {
    String info =
        """
        cmdstat_evalsha:calls=12,usec=600,usec_per_call=50.25,rejected_calls=0
        used_cpu_sys:1.5
        """;
    assertThat(RedisProcess.number(info, "cmdstat_evalsha:.*?usec_per_call=([0-9.]+)"))
        .isEqualTo(50.25);
    assertThat(RedisProcess.number(info, "used_cpu_sys:([0-9.]+)")).isEqualTo(1.5);
  }
}
