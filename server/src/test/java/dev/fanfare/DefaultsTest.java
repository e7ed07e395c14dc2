package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.redis.RedisSettings;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.door.ConnectionSettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.TopicLimits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The defaults in the code, and in README.md and PROTOCOL.md. */
final class DefaultsTest {
  /** Settings that the command line or the launcher reads, not the configuration. */
  private static final Set<String> OUTSIDE =
      Set.of("FANFARE_PORT", "FANFARE_BIND", "FANFARE_REDIS", "FANFARE_JAVA_OPTS");

  private static final Pattern CELL = Pattern.compile("\\|");

  private final ConnectionLimit limit = ConnectionLimit.DEFAULT;
  private final Configuration nothingSet = nothingSet();
  private final SessionSettings gateway = nothingSet.sessionSettings("host-abcd", limit);
  private final ConnectionSettings connection = nothingSet.connectionSettings(limit);
  private final StoreLimits store = nothingSet.storeLimits();
  private final HubSettings hub = nothingSet.hubSettings();
  private final HttpSettings http = nothingSet.httpSettings();
  private final RedisSettings redis =
      new RedisConfiguration("redis://localhost", null, null, null).settings();

  @Test
  void a_setting_that_is_not_set_has_the_default_of_its_record() {
    assertThat(gateway).isEqualTo(SessionSettings.defaults("host-abcd"));
    assertThat(connection).isEqualTo(ConnectionSettings.DEFAULT);
    assertThat(store).isEqualTo(StoreLimits.DEFAULT);
    assertThat(hub).isEqualTo(HubSettings.DEFAULT);
    assertThat(hub.limits()).isEqualTo(store.topic()).isEqualTo(TopicLimits.DEFAULT);
    assertThat(http).isEqualTo(HttpSettings.DEFAULT);
    assertThat(redis).isEqualTo(RedisSettings.of("redis://localhost"));
    assertThat(nothingSet.origins()).isEmpty();
    assertThat(nothingSet.hosts()).isEmpty();
  }

  @Test
  void the_readme_names_every_setting_and_no_other() throws IOException {
    Set<String> settings = new HashSet<>(OUTSIDE);
    settings.addAll(variables("FANFARE_", Configuration.class));
    settings.addAll(variables("FANFARE_REDIS_", RedisConfiguration.class));
    settings.remove("FANFARE_REDIS_URI"); // the README has it as FANFARE_REDIS, or --redis
    assertThat(readme().keySet()).isEqualTo(settings);
  }

  @Test
  void the_readme_has_the_defaults() throws IOException {
    Map<String, String> said = readme();
    said.keySet().removeAll(OUTSIDE);
    assertThat(said).containsExactlyInAnyOrderEntriesOf(defaults());
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

  private Map<String, String> defaults() {
    Map<String, String> all = new HashMap<>();
    all.put("FANFARE_REDIS_MIN_REPLICAS", "" + redis.minReplicas());
    all.put("FANFARE_REDIS_REPLICAS_TIMEOUT", Bounds.text(redis.replicasTimeout()));
    all.put("FANFARE_REDIS_PREFIX", redis.prefix());
    all.put("FANFARE_ALLOWED_ORIGINS", "none");
    all.put("FANFARE_ALLOWED_HOSTS", "none");
    all.put("FANFARE_INSTANCE", "host name and 4 letters");
    all.put("FANFARE_HEARTBEAT", Bounds.text(gateway.heartbeat()));
    all.put("FANFARE_UNREAD", Bounds.text(gateway.unread()));
    all.put("FANFARE_LINGER", Bounds.text(hub.linger()));
    all.put("FANFARE_CONNECTIONS", "" + limit.sockets());
    all.put("FANFARE_HEAD_TIMEOUT", Bounds.text(connection.head()));
    all.put("FANFARE_BODY_BYTES_PER_SECOND", "" + connection.bodyBytesPerSecond());
    all.put("FANFARE_KEEP_ALIVE", Bounds.text(connection.keepAlive()));
    all.put("FANFARE_CONNECTION_TOPICS", "" + gateway.topics());
    all.put("FANFARE_MESSAGES_PER_SECOND", "" + gateway.messagesPerSecond());
    all.put("FANFARE_MESSAGE_BURST", "" + gateway.burst());
    all.put("FANFARE_LOG_EVENTS", "" + store.topic().logEvents());
    all.put("FANFARE_LOG_BYTES", "" + store.topic().logBytes());
    all.put("FANFARE_LOG_AGE", Bounds.text(store.topic().logAge()));
    all.put("FANFARE_STATE_KEYS", "" + store.topic().stateKeys());
    all.put("FANFARE_STATE_BYTES", "" + store.topic().stateBytes());
    all.put("FANFARE_LATEST_USERS", "" + store.latestUsers());
    all.put("FANFARE_IDLE", Bounds.text(store.idle()));
    all.put("FANFARE_IDEMPOTENCY", Bounds.text(store.idempotency()));
    all.put("FANFARE_ANSWER_BYTES", share(http.answerBytes(), "the heap"));
    all.put("FANFARE_CONNECTION_BYTES", share(http.connectionBytes(), "the heap"));
    all.put("FANFARE_STORE_BYTES", share(store.memory().storeBytes(), "the heap"));
    all.put("FANFARE_LATEST_BYTES", "" + store.memory().latestBytes());
    all.put("FANFARE_IDEMPOTENCY_BYTES", share(store.memory().idempotencyBytes(), "the heap"));
    all.put("FANFARE_FOLLOWED_BYTES", share(hub.followedBytes(), "the heap"));
    return all;
  }

  private static Configuration nothingSet() {
    try {
      var constructor = Configuration.class.getDeclaredConstructors()[0];
      return (Configuration) constructor.newInstance(new Object[constructor.getParameterCount()]);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no configuration in which nothing is set", e);
    }
  }

  private static Set<String> variables(String prefix, Class<? extends Record> settings) {
    Set<String> variables = new HashSet<>();
    for (RecordComponent component : settings.getRecordComponents()) {
      String name = component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      variables.add(prefix + name);
    }
    return variables;
  }

  /** The variables of the table in README.md, and their defaults. */
  private static Map<String, String> readme() throws IOException {
    Map<String, String> defaults = new HashMap<>();
    for (List<String> row : table("README.md")) {
      if (row.size() > 2 && row.get(1).matches("`FANFARE_\\w+`")) {
        defaults.put(row.get(1).replace("`", ""), row.get(2));
      }
    }
    return defaults;
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
