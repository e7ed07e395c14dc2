package dev.fanfare.client.micronaut;

import dev.fanfare.client.Fanfare;
import dev.fanfare.client.Measurements;
import dev.fanfare.client.http.TopicsApi;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Makes the client a bean if {@code fanfare.url} is configured. */
@Factory
@Requires(property = "fanfare.url")
final class FanfareFactory {
  @Bean(preDestroy = "close")
  @Singleton
  Fanfare fanfare(
      FanfareConfiguration configuration,
      TopicsApi api,
      JsonMapper json,
      @Nullable Measurements measurements) {
    return Fanfare.over(
        api,
        configuration.options().withJson(json),
        measurements == null ? Measurements.NONE : measurements);
  }
}
