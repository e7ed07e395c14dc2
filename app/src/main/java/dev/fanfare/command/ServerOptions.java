package dev.fanfare.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code serve}.
 *
 * @param bind address to listen on
 * @param port port to listen on, 0 for any free one
 * @param redisUri URI of Redis, or null for one instance alone
 * @param minReplicas replicas of Redis that must have an event before its publisher is answered, or
 *     null for the default
 * @param allowedOrigins origins of other web pages that may use the server
 * @param allowedHosts further host names that requests may use
 */
record ServerOptions(
    String bind,
    int port,
    @Nullable String redisUri,
    @Nullable Integer minReplicas,
    List<String> allowedOrigins,
    List<String> allowedHosts) {

  /** The options as the configuration properties that the rest of the server reads. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("micronaut.server.host", bind);
    properties.put("micronaut.server.port", port);
    if (redisUri != null) {
      properties.put("fanfare.redis.uri", redisUri);
    }
    if (minReplicas != null) {
      properties.put("fanfare.redis.min-replicas", minReplicas);
    }
    if (!allowedOrigins.isEmpty()) {
      properties.put("fanfare.allowed-origins", allowedOrigins);
    }
    if (!allowedHosts.isEmpty()) {
      properties.put("fanfare.allowed-hosts", allowedHosts);
    }
    return properties;
  }
}
