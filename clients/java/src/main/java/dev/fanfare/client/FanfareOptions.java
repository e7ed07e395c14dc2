package dev.fanfare.client;

import io.micronaut.json.JsonMapper;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. The constructor refuses an invalid one with a {@link FanfareException}.
 *
 * @param servers base URLs; the first that can be reached is used, the next one when it fails
 * @param token sent as {@code Authorization: Bearer} with every call; none if null
 * @param limits of publishing
 * @param json writes and reads the objects of {@link Fanfare#payloads}; if null, the {@link
 *     JsonMapper} that is found on the class path
 */
public record FanfareOptions(
    List<URI> servers, @Nullable String token, PublishLimits limits, @Nullable JsonMapper json) {
  public FanfareOptions {
    servers = servers.stream().map(Servers::checked).toList();
    if (servers.isEmpty()) {
      throw FanfareException.invalid("servers", servers, "at least one URL");
    }
    if (token != null && !token.matches("[\\x21-\\x7e]+")) {
      throw FanfareException.invalid("token", "***", "visible ASCII characters");
    }
  }

  public FanfareOptions(List<URI> servers, @Nullable String token, PublishLimits limits) {
    this(servers, token, limits, null);
  }

  public static FanfareOptions of(URI... servers) {
    return new FanfareOptions(Arrays.asList(servers), null, PublishLimits.DEFAULT, null);
  }

  public FanfareOptions withToken(@Nullable String token) {
    return new FanfareOptions(servers, token, limits, json);
  }

  public FanfareOptions withLimits(PublishLimits limits) {
    return new FanfareOptions(servers, token, limits, json);
  }

  public FanfareOptions withJson(JsonMapper json) {
    return new FanfareOptions(servers, token, limits, json);
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
