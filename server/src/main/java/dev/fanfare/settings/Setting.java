package dev.fanfare.settings;

import dev.fanfare.topic.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set. A setting {@code fanfare.log-events} is also the environment variable
 * {@code FANFARE_LOG_EVENTS}; some have an option of {@code serve} as well.
 */
public enum Setting {
  PORT("port", count(0, 65_535), "8123", "port to listen on, 0 for any free one", "--port"),
  BIND("bind", words("an address or a host name"), "127.0.0.1", "address to listen on", "--bind"),
  REDIS("redis", words("a Redis URI"), "none", "the Redis that the instances share", "--redis"),
  WAIT_FOR_REDIS(
      "wait-for-redis",
      new SettingForm.Time(Duration.ZERO, Duration.ofHours(24)),
      "5s",
      "how long the start waits for a Redis that cannot be reached yet",
      "--wait-for-redis"),
  REDIS_MIN_REPLICAS(
      "redis.min-replicas",
      count(0, 99),
      "0",
      "replicas that must have an event before its publisher is answered",
      "--min-replicas"),
  REDIS_REPLICAS_TIMEOUT(
      "redis.replicas-timeout",
      time(Duration.ofMillis(1), Duration.ofSeconds(2)),
      "1s",
      "how long to wait for these replicas"),
  REDIS_PREFIX(
      "redis.prefix",
      new SettingForm.Words(
          Pattern.compile("[!-z|~]{1,50}"), "1 to 50 visible ASCII characters without { and }"),
      "fanfare",
      "prefix of all keys and channels in Redis"),
  ALLOWED_ORIGINS(
      "allowed-origins",
      words("origins between commas"),
      "none",
      "origins of other web pages that may use this server",
      "--allow-origin"),
  ALLOWED_HOSTS(
      "allowed-hosts",
      words("host names between commas"),
      "none",
      "further host names that requests may use",
      "--allow-host"),
  INSTANCE("instance", words("a name"), "host name and 4 letters", "name of this instance"),
  LOG_LEVEL(
      "log-level",
      oneOf("error", "warn", "info", "debug", "trace"),
      "info",
      "least important lines to log",
      "--log-level"),
  LOG_FORMAT(
      "log-format", oneOf("text", "json"), "text", "form of a line of the log", "--log-format"),
  HEARTBEAT(
      "heartbeat",
      time(Duration.ofSeconds(1), Duration.ofHours(1)),
      "25s",
      "time between two pings"),
  UNREAD("unread", time(), "60s", "how long a client may take nothing of what waits for it"),
  LINGER("linger", time(), "30s", "how long a topic is kept here after its last subscriber left"),
  CONNECTIONS("connections", count(1, 100_000_000), "100000", "maximum of sockets"),
  HEAD_TIMEOUT("head-timeout", time(), "10s", "how long the head of a request may take"),
  BODY_BYTES_PER_SECOND(
      "body-bytes-per-second", size(Integer.MAX_VALUE), "1KiB", "minimum rate of a request's body"),
  KEEP_ALIVE("keep-alive", time(), "60s", "how long a connection may be idle between requests"),
  CONNECTION_TOPICS("connection-topics", count(), "128", "topics a connection"),
  MESSAGES_PER_SECOND("messages-per-second", count(), "50", "frames a connection and second"),
  MESSAGE_BURST("message-burst", count(), "256", "how many of these frames may come at once"),
  LOG_EVENTS("log-events", count(), "1000", "events in a topic's log"),
  LOG_BYTES("log-bytes", size(Integer.MAX_VALUE), "1MiB", "bytes in a topic's log"),
  LOG_AGE("log-age", time(), "10m", "age of the events in a topic's log"),
  STATE_KEYS("state-keys", count(), "10000", "keys with a value in a topic"),
  STATE_BYTES("state-bytes", size(Integer.MAX_VALUE), "16MiB", "bytes of the values in a topic"),
  LATEST_USERS("latest-users", count(), "10000", "users of a topic whose latest event is kept"),
  IDLE("idle", time(), "24h", "how long a topic is kept that nobody writes or follows"),
  IDEMPOTENCY("idempotency", time(), "2m", "how long an idempotency key is remembered"),
  ANSWER_BYTES(
      "answer-bytes", size(), "1/8 of the heap", "bytes of large HTTP answers that are being sent"),
  CONNECTION_BYTES(
      "connection-bytes", size(), "1/8 of the heap", "bytes that all HTTP connections hold"),
  STORE_BYTES("store-bytes", size(), "1/4 of the heap", "heap for topics stored in memory"),
  LATEST_BYTES("latest-bytes", size(), "8MiB", "part of it for a topic's latest events by user"),
  IDEMPOTENCY_BYTES(
      "idempotency-bytes", size(), "1/8 of the heap", "heap for idempotency keys in memory"),
  FOLLOWED_BYTES(
      "followed-bytes", size(), "1/4 of the heap", "heap for topics that sockets here follow");

  /** Before the name of every property. */
  static final String PREFIX = "fanfare.";

  /** Redis' own settings share its name with its address, which is therefore deeper. */
  static final String REDIS_URI = "fanfare.redis.uri";

  private final String property;

  @SuppressWarnings("ImmutableEnumChecker") // records of immutable values
  private final SettingForm form;

  private final String defaultText;
  private final String meaning;
  private final @Nullable String option;

  Setting(String name, SettingForm form, String defaultText, String meaning) {
    this(name, form, defaultText, meaning, null);
  }

  Setting(
      String name, SettingForm form, String defaultText, String meaning, @Nullable String option) {
    this.property = PREFIX + name;
    this.form = form;
    this.defaultText = defaultText;
    this.meaning = meaning;
    this.option = option;
  }

  /** The environment variable, as {@code FANFARE_LOG_EVENTS}. */
  public String variable() {
    return variable(property);
  }

  /** The property that is configured, as {@code fanfare.log-events}. */
  public String property() {
    return this == REDIS ? REDIS_URI : property;
  }

  /** The option of {@code serve} that sets the same. */
  public Optional<String> option() {
    return Optional.ofNullable(option);
  }

  /** The default as a user would write it, or in words. */
  public String defaultText() {
    return defaultText;
  }

  /** What is set, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** The form of a value and its bounds, for a message. */
  public String expected() {
    return form.expected();
  }

  SettingForm form() {
    return form;
  }

  /** The names under which Micronaut may know it; the first that is set counts. */
  List<String> properties() {
    return this == REDIS ? List.of(REDIS_URI, property) : List.of(property);
  }

  /** All variables that set it. */
  public List<String> variables() {
    return properties().stream().map(Setting::variable).toList();
  }

  boolean isVariable(String name) {
    return variables().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static SettingForm time() {
    return time(Duration.ofMillis(1), Duration.ofDays(365));
  }

  private static SettingForm time(Duration least, Duration most) {
    return new SettingForm.Time(least, most);
  }

  private static SettingForm size() {
    return size(Bounds.MAX_BYTES);
  }

  private static SettingForm size(long most) {
    return new SettingForm.Size(1, most);
  }

  private static SettingForm count() {
    return count(1, Integer.MAX_VALUE);
  }

  private static SettingForm count(long least, long most) {
    return new SettingForm.Count(least, most);
  }

  private static SettingForm oneOf(String... words) {
    return new SettingForm.Words(
        Pattern.compile(String.join("|", words), Pattern.CASE_INSENSITIVE),
        "one of " + String.join(", ", words));
  }

  private static SettingForm words(String expected) {
    return new SettingForm.Words(Pattern.compile(".*\\S.*", Pattern.DOTALL), expected);
  }
}
