package dev.fanfare.client;

import dev.fanfare.topic.InvalidValueException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client.
 *
 * @param servers base URLs; the first that can be reached is used, the next one when it fails
 * @param token sent as {@code Authorization: Bearer} with every call; none if null
 * @param limits of publishing
 */
public record FanfareOptions(List<URI> servers, @Nullable String token, PublishLimits limits) {
  public FanfareOptions {
    servers = servers.stream().map(Servers::checked).toList();
    if (servers.isEmpty()) {
      throw new InvalidValueException("servers", servers, "at least one URL");
    }
    if (token != null && !token.matches("[\\x21-\\x7e]+")) {
      throw new InvalidValueException("token", "***", "visible ASCII characters");
    }
  }

  public static FanfareOptions of(URI... servers) {
    return new FanfareOptions(Arrays.asList(servers), null, PublishLimits.DEFAULT);
  }

  public FanfareOptions withToken(@Nullable String token) {
    return new FanfareOptions(servers, token, limits);
  }

  public FanfareOptions withLimits(PublishLimits limits) {
    return new FanfareOptions(servers, token, limits);
  }

  @Nullable String authorization() {
    return token == null ? null : "Bearer " + token;
  }

  /** Without the token, so that no log shows it. */
  @Override
  public String toString() {
    return "FanfareOptions" + servers;
  }
}
