package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.redis.RedisSettings;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.door.ConnectionSettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.TopicLimits;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The defaults in the code, and in README.md and PROTOCOL.md. */
final class DefaultsTest {
  /** The launcher reads it, not the server. */
  private static final String OF_THE_LAUNCHER = "FANFARE_JAVA_OPTS";

  private static final Pattern CELL = Pattern.compile("\\|");

  private final ConnectionLimit limit = ConnectionLimit.DEFAULT;
  private final Settings settings =
      Settings.read(
          ApplicationContext.builder().deduceEnvironment(false).build().getEnvironment().start());
  private final Configuration nothingSet = new Configuration(settings);
  private final SessionSettings gateway = nothingSet.sessionSettings("host-abcd", limit);
  private final ConnectionSettings connection = nothingSet.connectionSettings(limit);
  private final StoreLimits store = nothingSet.storeLimits();
  private final HubSettings hub = nothingSet.hubSettings();
  private final HttpSettings http = nothingSet.httpSettings();

  @Test
  void a_setting_that_is_not_set_has_the_default_of_its_record() {
    assertThat(gateway).isEqualTo(SessionSettings.defaults("host-abcd"));
    assertThat(connection).isEqualTo(ConnectionSettings.DEFAULT);
    assertThat(store).isEqualTo(StoreLimits.DEFAULT);
    assertThat(hub).isEqualTo(HubSettings.DEFAULT);
    assertThat(hub.limits()).isEqualTo(store.topic()).isEqualTo(TopicLimits.DEFAULT);
    assertThat(http).isEqualTo(HttpSettings.DEFAULT);
    assertThat(
            new RedisSettings(
                "redis://localhost",
                settings.time(Setting.WAIT_FOR_REDIS),
                settings.count(Setting.REDIS_MIN_REPLICAS),
                settings.time(Setting.REDIS_REPLICAS_TIMEOUT),
                settings.text(Setting.REDIS_PREFIX)))
        .isEqualTo(RedisSettings.of("redis://localhost"));
    assertThat(nothingSet.origins()).isEmpty();
    assertThat(nothingSet.hosts()).isEmpty();
  }

  @Test
  void the_readme_has_every_setting_with_its_option_and_its_default_and_no_other()
      throws IOException {
    assertThat(readme())
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of(Setting.values()).map(DefaultsTest::row),
                    Stream.of(List.of("", OF_THE_LAUNCHER, "")))
                .toList());
  }

  private static List<String> row(Setting setting) {
    return List.of(setting.option().orElse(""), setting.variable(), setting.defaultText());
  }

  @Test
  void the_protocol_has_the_limits() throws IOException {
    Map<String, String> limits = new HashMap<>();
    for (List<String> row : table("protocol/PROTOCOL.md")) {
      limits.put(row.getFirst(), row.get(1));
    }
    TopicLimits topic = store.topic();
    saysOf(limits, "topics a connection", count(gateway.topics()));
    saysOf(
        limits,
        "inbound frames a connection",
        count(gateway.messagesPerSecond()) + "/s, burst " + count(gateway.burst()));
    saysOf(
        limits,
        "published over one connection and not yet stored",
        bytes(SessionSettings.MAX_PUBLISHING_BYTES));
    saysOf(limits, "one inbound message", bytes(SessionSettings.MAX_MESSAGE_BYTES));
    saysOf(limits, "the head of an HTTP request", time(connection.head()));
    saysOf(
        limits,
        "the body of a request",
        bytes(connection.bodyBytesPerSecond()) + "/s on average after " + time(connection.head()));
    saysOf(limits, "a connection between two requests", time(connection.keepAlive()));
    saysOf(
        limits, "state a topic", count(topic.stateKeys()) + " keys, " + bytes(topic.stateBytes()));
    saysOf(
        limits,
        "log a topic",
        "%s events, %s, %s"
            .formatted(count(topic.logEvents()), time(topic.logAge()), bytes(topic.logBytes())));
    saysOf(
        limits,
        "latest events by user a topic",
        "%s users, %s; in memory %s"
            .formatted(
                count(store.latestUsers()),
                time(store.idle()),
                bytes(store.memory().latestBytes())));
    saysOf(
        limits,
        "all topics of an instance without Redis",
        share(store.memory().storeBytes(), "its heap"));
    saysOf(
        limits,
        "idempotency keys of an instance without Redis",
        share(store.memory().idempotencyBytes(), "its heap"));
    saysOf(limits, "topics followed at an instance", share(hub.followedBytes(), "its heap"));
  }

  /** The table of the settings in README.md: the option, the variable and the default. */
  private static List<List<String>> readme() throws IOException {
    return table("README.md").stream()
        .filter(row -> row.size() > 2 && row.get(1).matches("`FANFARE_\\w+`"))
        .map(row ->
            List.of(
                row.getFirst().replace("`", "").split(" ", 2)[0],
                row.get(1).replace("`", ""),
                row.get(2)))
        .toList();
  }

  /** The rows of all tables, each with at least two cells. */
  private static List<List<String>> table(String document) throws IOException {
    try (Stream<String> lines = Files.lines(Repository.ROOT.resolve(document))) {
      return lines
          .filter(line -> line.startsWith("| "))
          .map(line -> CELL.splitAsStream(line.substring(1)).map(String::strip).toList())
          .filter(cells -> cells.size() > 1)
          .toList();
    }
  }

  private static void saysOf(Map<String, String> limits, String what, String limit) {
    assertThat(limits.entrySet())
        .filteredOn(row -> row.getKey().startsWith(what))
        .singleElement()
        .satisfies(row -> assertThat(row.getValue()).startsWith(limit));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(long bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  private static String time(Duration time) {
    return Bounds.text(time).replace("s", " s").replace("m", " min").replace("h", " h");
  }

  private static String share(long bytes, String heap) {
    long all = Runtime.getRuntime().maxMemory();
    return "1/"
        + Stream.of(2, 4, 8, 16).filter(it -> all / it == bytes).findFirst().orElseThrow()
        + " of "
        + heap;
  }
}
