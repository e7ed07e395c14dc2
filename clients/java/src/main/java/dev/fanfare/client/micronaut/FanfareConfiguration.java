package dev.fanfare.client.micronaut;

import dev.fanfare.client.FanfareOptions;
import dev.fanfare.client.PublishLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code fanfare.*} of a Micronaut application.
 *
 * @param url of a server, or of several instances of one
 * @param token sent as {@code Authorization: Bearer} with every call
 * @param deadline from when an event is admitted until it has failed
 * @param requestTimeout for one try
 */
@ConfigurationProperties("fanfare")
@Requires(property = "fanfare.url")
record FanfareConfiguration(
    List<URI> url,
    @Nullable String token,
    @Bindable(defaultValue = "10s") Duration deadline,
    @Bindable(defaultValue = "3s") Duration requestTimeout) {
  FanfareOptions options() {
    PublishLimits limits =
        PublishLimits.DEFAULT.withDeadline(deadline).withRequestTimeout(requestTimeout);
    return new FanfareOptions(url, token, limits);
  }
}
