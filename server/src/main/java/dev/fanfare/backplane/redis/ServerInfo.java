package dev.fanfare.backplane.redis;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server reports about itself.
 *
 * @param major of its version; a server that is compatible with Redis reports the version of that
 *     Redis
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code slave}
 * @param policy what it does when its memory is full; empty if unknown
 */
record ServerInfo(int major, int minor, String mode, String role, String policy) {
  private static final String NO_EVICTION = "noeviction";

  private static final Pattern VERSION = Pattern.compile("^(\\d{1,6})\\.(\\d{1,6})");

  /** Reads the sections {@code server}, {@code replication} and {@code memory} of {@code INFO}. */
  static ServerInfo parse(String info) {
    Matcher version = VERSION.matcher(field(info, "redis_version"));
    boolean isKnown = version.find();
    return new ServerInfo(
        isKnown ? Integer.parseInt(version.group(1)) : 0,
        isKnown ? Integer.parseInt(version.group(2)) : 0,
        field(info, "(?:redis|server)_mode"), // the second name is Valkey's
        field(info, "role"),
        policy(info));
  }

  /** The policy in the section {@code memory}. */
  static String policy(String info) {
    return field(info, "maxmemory_policy");
  }

  /** Whether a server with this policy may delete topics when its memory is full. */
  static boolean evicts(String policy) {
    return !policy.isEmpty() && !policy.equals(NO_EVICTION);
  }

  /** Whether it is a node of a Cluster. */
  boolean isNode() {
    return mode.equals("cluster");
  }

  /** Fails unless the server is of the expected kind and new enough. */
  void check(RedisAddress.Mode expected) {
    if (mode.equals("sentinel")) {
      throw new WrongRedisException(
          "is a Sentinel, expected redis-sentinel://host:port#master for it");
    }
    if (isNode() && expected != RedisAddress.Mode.CLUSTER) {
      throw new WrongRedisException(
          "is a node of a Redis Cluster, expected redis-cluster://host:port for it");
    }
    if (!isNode() && expected == RedisAddress.Mode.CLUSTER) {
      throw new WrongRedisException(
          "is not a node of a Redis Cluster, expected redis://host:port for it");
    }
    if (major < 6 || (major == 6 && minor < 2)) {
      throw new WrongRedisException(
          String.format(Locale.ROOT, "is Redis %d.%d, expected 6.2 or newer", major, minor));
    }
  }

  /** Fails if the server is a replica, which cannot be written. */
  void checkMaster() {
    if (role.equals("slave")) {
      throw new WrongRedisException("is a replica, expected its master");
    }
  }

  /** The value in the line of this name; the name is a regular expression. */
  private static String field(String info, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":(\\S*)").matcher(info);
    return line.find() ? line.group(1) : "";
  }
}
