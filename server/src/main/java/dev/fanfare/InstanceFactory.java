package dev.fanfare;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.memory.MemoryBackplane;
import dev.fanfare.backplane.memory.StoreClock;
import dev.fanfare.backplane.redis.RedisBackplane;
import dev.fanfare.fanout.Hub;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.door.ConnectionSettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.metrics.LoopDelays;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.metrics.ProgramVersion;
import dev.fanfare.security.Hosts;
import dev.fanfare.security.Origins;
import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.InstanceName;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.settings.Settings;
import dev.fanfare.topic.InvalidValueException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.Environment;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the parts of one instance from the configuration, which the parts do not know. */
@Factory
final class InstanceFactory {
  private static final String REDIS_URI = "fanfare.redis.uri";

  /** How many times per idle period idle topics are dropped. */
  private static final int IDLE_ROUNDS = 24;

  /**
   * The first object of an instance that is created.
   *
   * @throws InvalidValueException if a setting cannot be read
   */
  @Context
  Configuration configuration(Environment environment) {
    return new Configuration(Settings.read(environment));
  }

  @Singleton
  OperationIds ids() {
    return new OperationIds(new SecureRandom());
  }

  @Singleton
  @Requires(missingProperty = REDIS_URI)
  Backplane memoryBackplane(
      StoreLimits limits,
      OperationIds ids,
      Metrics metrics,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    var backplane = new MemoryBackplane(limits, StoreClock.system(), ids, metrics);
    Duration round = limits.idle().dividedBy(IDLE_ROUNDS);
    scheduler.scheduleWithFixedDelay(round, round, backplane::dropIdle);
    return backplane;
  }

  /** Eager: an instance that cannot reach its Redis does not start. */
  @Bean(preDestroy = "close")
  @Context
  @Requires(property = REDIS_URI)
  RedisBackplane redisBackplane(
      Configuration configuration, StoreLimits limits, OperationIds ids, MeterRegistry registry) {
    RedisBackplane backplane = RedisBackplane.connect(configuration.redisSettings(), limits, ids);
    Gauge.builder("fanfare.redis.up", backplane, it -> it.outage().isEmpty() ? 1 : 0)
        .description("1 if Redis can be written and heard, else 0; only with Redis")
        .register(registry);
    Gauge.builder("fanfare.redis.evicts", backplane, it -> it.eviction().isPresent() ? 1 : 0)
        .description("1 if Redis may delete topics: its maxmemory-policy is not noeviction")
        .register(registry);
    return backplane;
  }

  @Singleton
  Hub hub(
      Backplane backplane,
      EventLoopGroup loops,
      HubSettings settings,
      Metrics metrics,
      MeterRegistry registry) {
    List<EventExecutor> executors = new ArrayList<>();
    loops.forEach(executors::add);
    executors.forEach(new LoopDelays(registry)::watch);
    return new Hub(backplane, executors, settings, metrics);
  }

  /** Eager, like all settings: an instance with an invalid setting does not start. */
  @Context
  StoreLimits storeLimits(Configuration configuration) {
    return configuration.storeLimits();
  }

  @Context
  HubSettings hubSettings(Configuration configuration) {
    return configuration.hubSettings();
  }

  @Context
  ConnectionLimit connectionLimit(Configuration configuration) {
    return configuration.connectionLimit();
  }

  @Context
  ConnectionSettings connectionSettings(Configuration configuration, ConnectionLimit limit) {
    return configuration.connectionSettings(limit);
  }

  @Context
  SessionSettings sessionSettings(
      Configuration configuration, ConnectionLimit limit, OperationIds ids) {
    return configuration.sessionSettings(InstanceName.generated(ids), limit);
  }

  /**
   * Eager, before the port opens: connections are limited and requests are judged in HTTP/1.1 only,
   * so a connection in another version would have neither limits nor rules.
   *
   * @throws InvalidValueException if another version is configured
   */
  @Context
  HttpSettings httpSettings(
      Configuration configuration, @Value("${micronaut.server.http-version:1.1}") String version) {
    if (!version.equals("1.1")) {
      throw new InvalidValueException("micronaut.server.http-version", version, "1.1");
    }
    return configuration.httpSettings();
  }

  /** Eager, like the hosts: an instance with an invalid origin does not start. */
  @Context
  Origins origins(Configuration configuration) {
    return new Origins(configuration.origins());
  }

  /** The hosts include the address that the port is bound to. */
  @Context
  Hosts hosts(
      Configuration configuration, @Value("${micronaut.server.host:}") @Nullable String bound) {
    return new Hosts(configuration.hosts(), bound);
  }

  @Context
  Metrics metrics(MeterRegistry registry) {
    Metrics metrics = new Metrics();
    metrics.register(registry);
    Gauge.builder("fanfare.build.info", () -> 1)
        .description("Always 1; the tag is the version of this instance")
        .tag("version", ProgramVersion.text())
        .register(registry);
    return metrics;
  }
}
