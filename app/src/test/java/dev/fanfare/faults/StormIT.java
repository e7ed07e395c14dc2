package dev.fanfare.faults;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fanfare.InstanceProcess;
import dev.fanfare.Instances;
import dev.fanfare.RedisServer;
import dev.fanfare.check.Check;
import dev.fanfare.check.CheckCounter;
import dev.fanfare.check.CheckSettings;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All readers of a topic come back at once. */
@Timeout(300)
class StormIT {
  private static final int MOST_READERS = 10_000;

  /**
   * Files that a process may need for each reader: on a slow machine, readers give up and come back
   * before the process notices that they left.
   */
  private static final int FILES_PER_READER = 4;

  private static final int READERS = readers();

  /** Commands in addition to the periodic check of the topics' heads. */
  private static final int HANDFUL = 8;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

  /**
   * Commands that come even if nobody reads: pings, the checks of permissions (of which one HMGET
   * is counted), and this query itself.
   */
  private static final List<String> ALWAYS =
      List.of(
          "ping",
          "info",
          "config\\|resetstat",
          "eval",
          "set|get|pttl|pexpire|exists|time|unlink|publish",
          "h(set|get|len|strlen|vals|scan|del)",
          "x(add|range|trim|del|setid)",
          "z(add|card|range|rangebyscore|rem)");

  @RegisterExtension static final Instances INSTANCES = new Instances();

  @Test
  void allReadersOfATopicThatComeBackAtOnceCostRedisAHandfulOfCommands() {
    try (RedisServer redis = RedisServer.start()) {
      List<InstanceProcess> pair = INSTANCES.startPair(redis, "storm-1", "storm-2");
      List<URI> urls = pair.stream().map(it -> URI.create(it.url())).toList();
      try (Check check = Check.open(new CheckSettings(urls, READERS, 1, 1, 100, 1))) {
        String topic = "/v1/topics/" + check.topics().getFirst() + "/events";
        assertThat(pair.getFirst().post(topic, states()).statusCode()).isEqualTo(200);
        awaitAll(check, READERS);

        redis.ask("CONFIG RESETSTAT");
        long begunNanos = System.nanoTime();
        check.cutAll();
        awaitAll(check, 2L * READERS);

        Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
        Map<String, Integer> calls = calls(redis);
        System.out.printf(
            "%d readers were back after %d ms; Redis did %s%n", READERS, took.toMillis(), calls);
        long probes = 2L * pair.size() * (took.toSeconds() + 1);
        assertThat(calls.values().stream().mapToLong(it -> it).sum())
            .isLessThanOrEqualTo(HANDFUL + probes);
        check.converge(PATIENCE);
        assertThat(check.violations()).isEmpty();
      }
    }
  }

  /** As many readers as fit into the limit of open files, in this process and in the servers. */
  private static int readers() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(MOST_READERS, unix.getMaxFileDescriptorCount() / FILES_PER_READER)
        : MOST_READERS;
  }

  private static void awaitAll(Check check, long connects) {
    await("all readers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            check.attentive() == READERS
                && check.report().count(CheckCounter.CONNECTS) >= connects);
  }

  private static String states() {
    StringBuilder states = new StringBuilder("[");
    for (int i = 0; i < 100; i++) {
      states
          .append(i == 0 ? "" : ",")
          .append("{\"kind\":\"state\",\"key\":\"card:%d\",\"data\":%d}".formatted(i, i));
    }
    return states.append("]").toString();
  }

  private static Map<String, Integer> calls(RedisServer redis) {
    return CALLS
        .matcher(redis.ask("INFO commandstats"))
        .results()
        .filter(it -> ALWAYS.stream().noneMatch(it.group(1)::matches))
        .collect(
            toMap(
                (MatchResult it) -> it.group(1),
                it -> Integer.valueOf(it.group(2)),
                Integer::sum,
                TreeMap::new));
  }
}
