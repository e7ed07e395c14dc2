package dev.fanfare.backplane.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.topic.InvalidValueException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of Redis and how it is run, as the user gave it. Messages show it without passwords.
 *
 * <pre>
 * redis://[user:password@]host[:port][/database]
 * redis-sentinel://[user:password@]host[:port],...[/database][?sentinelPassword=...]#master
 * redis-cluster://[user:password@]host[:port],...
 * rediss://, rediss-sentinel://, rediss-cluster:// with TLS  [?verifyPeer=FULL|CA|NONE]
 * </pre>
 */
final class RedisAddress {
  /** How Redis is run. */
  enum Mode {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  private static final String EXPECTED =
      "redis://[user:password@]host:port[/database], redis-sentinel://host:port,...#master or"
          + " redis-cluster://host:port,... (rediss with TLS)";
  private static final Pattern FORM =
      Pattern.compile(
          "redis(?<tls>s?)(-(?<kind>sentinel|cluster))?://((?<credentials>.*)@)?(?<hosts>[^@/?#]+)"
              + "(/(?<database>\\d{0,6}))?(\\?(?<parameters>[^#]*))?(#(?<master>[^#]+))?");
  private static final Pattern CREDENTIALS = Pattern.compile("(?s)^(?<scheme>[a-z-]+:/+)?.*@");
  private static final Pattern SECRET = Pattern.compile("(?is)((user|password)=).*");

  /** What follows a colon where a port is expected: a secret, if the host was forgotten. */
  private static final Pattern NO_PORT = Pattern.compile(":(?!//)(?!\\d{1,5}(?:[,/?#]|$))[^,/?#]+");

  private static final int REDIS_PORT = 6_379;
  private static final int SENTINEL_PORT = 26_379;

  private final String given;
  private final Mode kind;
  private final List<HostPort> hosts;
  private final boolean tls;
  private final @Nullable String credentials;
  private final int database;
  private final Map<String, String> parameters;
  private final @Nullable String master;

  /**
   * Reads one of the forms above.
   *
   * @throws InvalidValueException if the text has none of these forms
   */
  RedisAddress(String given) {
    this.given = given;
    Matcher form = FORM.matcher(given);
    if (!form.matches()) {
      throw malformed("it has another form");
    }
    try {
      String word = form.group("kind");
      kind = word == null ? Mode.STANDALONE : Mode.valueOf(word.toUpperCase(Locale.ROOT));
      int port = kind == Mode.SENTINEL ? SENTINEL_PORT : REDIS_PORT;
      hosts =
          Arrays.stream(form.group("hosts").split(",", -1))
              .map(host -> HostPort.parse(host, port))
              .toList();
      tls = !form.group("tls").isEmpty();
      credentials = form.group("credentials");
      checkEncoding(credentials);
      String number = form.group("database");
      database = number == null || number.isEmpty() ? 0 : Integer.parseInt(number);
      parameters = parameters(form.group("parameters"));
      master = form.group("master");
      checkWhole();
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> parameters(@Nullable String given) {
    String text = given == null ? "" : given;
    Map<String, String> parameters = new TreeMap<>();
    for (String one : text.isEmpty() ? new String[0] : text.split("&")) {
      String[] nameAndValue = one.split("=", 2);
      if (!List.of("verifyPeer", "sentinelUser", "sentinelPassword").contains(nameAndValue[0])) {
        throw new IllegalArgumentException(
            text.contains("assword=")
                ? "& in a password must be written as %26, or a parameter is unknown"
                : "the parameter '" + nameAndValue[0] + "' is unknown");
      }
      parameters.put(nameAndValue[0], decoded(nameAndValue.length == 1 ? "" : nameAndValue[1]));
    }
    return parameters;
  }

  private void checkWhole() {
    if (kind == Mode.STANDALONE && hosts.size() > 1) {
      throw new IllegalArgumentException("several hosts: redis-sentinel:// or redis-cluster://");
    }
    if ((kind == Mode.SENTINEL) != (master != null)) {
      throw new IllegalArgumentException(
          kind == Mode.SENTINEL ? "#master is missing" : "#master is for redis-sentinel://");
    }
    if (kind == Mode.CLUSTER && database != 0) {
      throw new IllegalArgumentException("a Cluster has only database 0");
    }
    verifyMode();
  }

  Mode kind() {
    return kind;
  }

  /** Fails if one of the hosts speaks TLS although the address says no, or the other way round. */
  void checkTls() {
    for (HostPort host : hosts) {
      if (TlsProbe.contradicts(tls, host)) {
        throw new WrongRedisException(
            tls
                ? "speaks no TLS at this port, expected redis without the second s"
                : "speaks TLS at this port, expected rediss with a second s");
      }
    }
  }

  List<HostPort> hosts() {
    return hosts;
  }

  int database() {
    return database;
  }

  String master() {
    return String.valueOf(master);
  }

  /** The URI of a server that keeps data. */
  RedisURI dataServer(HostPort at) {
    RedisURI.Builder uri = uri(at).withDatabase(database);
    if (credentials != null) {
      String[] parts = credentials.split(":", 2);
      authenticate(
          uri, parts.length == 1 ? "" : decoded(parts[0]), decoded(parts[parts.length - 1]));
    }
    return uri.build();
  }

  /** The URI of a sentinel, which has its own user and password, or none. */
  RedisURI sentinel(HostPort at) {
    RedisURI.Builder uri = uri(at);
    String password = parameters.get("sentinelPassword");
    if (password != null) {
      authenticate(uri, parameters.getOrDefault("sentinelUser", ""), password);
    }
    return uri.build();
  }

  private RedisURI.Builder uri(HostPort at) {
    return RedisURI.builder()
        .withHost(at.host())
        .withPort(at.port())
        .withSsl(tls)
        .withVerifyPeer(verifyMode())
        .withTimeout(Connector.CONNECT_TIMEOUT); // for the first answer, too
  }

  private static void authenticate(RedisURI.Builder uri, String user, String password) {
    if (user.isEmpty()) {
      uri.withPassword(password.toCharArray());
    } else {
      uri.withAuthentication(user, password.toCharArray());
    }
  }

  private SslVerifyMode verifyMode() {
    String mode = parameters.getOrDefault("verifyPeer", "FULL");
    try {
      return SslVerifyMode.valueOf(mode);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "verifyPeer=%s is not FULL, CA or NONE", mode), e);
    }
  }

  /** The address without secrets. */
  @Override
  public String toString() {
    return withoutSecrets(given);
  }

  /** The exception that says why Redis at this address cannot be used. */
  BackplaneUnavailableException unusable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongRedisException wrong) {
        return new BackplaneUnavailableException(
            String.format(Locale.ROOT, "Redis at %s %s", this, wrong.predicate()));
      }
    }
    String code = Failure.codeOf(failure);
    return code == null
        ? new BackplaneUnavailableException("cannot reach Redis at " + this, failure)
        : new BackplaneUnavailableException(
            String.format(
                Locale.ROOT, "cannot use Redis at %s: %s", this, Failure.refusal(failure)));
  }

  private InvalidValueException malformed(String why) {
    return new InvalidValueException("fanfare.redis.uri", toString(), EXPECTED + " (" + why + ")");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) { // it shows a part of the password
      throw new IllegalArgumentException("% in a user or a password must be written as %25");
    }
  }

  private static void checkEncoding(@Nullable String credentials) {
    if (credentials != null) {
      var _ = decoded(credentials);
    }
  }

  static String withoutSecrets(String text) {
    String shown = text;
    Matcher credentials = CREDENTIALS.matcher(text);
    if (credentials.find()) {
      String scheme = credentials.group("scheme");
      shown = (scheme == null ? "" : scheme) + "***@" + text.substring(credentials.end());
    } else if (!text.contains("[")) { // which an IPv6 address has
      shown = NO_PORT.matcher(text).replaceAll(":***");
    }
    return SECRET.matcher(shown).replaceAll("$1***");
  }
}
