package dev.fanfare;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.redis.RedisSettings;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.door.ConnectionSettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import dev.fanfare.topic.TopicLimits;
import java.util.List;

/**
 * The settings, in the records by which the parts of the server know them.
 *
 * @param settings all of them, checked
 */
record Configuration(Settings settings) {
  List<String> origins() {
    return settings.list(Setting.ALLOWED_ORIGINS);
  }

  List<String> hosts() {
    return settings.list(Setting.ALLOWED_HOSTS);
  }

  RedisSettings redisSettings() {
    return new RedisSettings(
        settings.text(Setting.REDIS),
        settings.time(Setting.WAIT_FOR_REDIS),
        settings.count(Setting.REDIS_MIN_REPLICAS),
        settings.time(Setting.REDIS_REPLICAS_TIMEOUT),
        settings.text(Setting.REDIS_PREFIX));
  }

  StoreLimits storeLimits() {
    return new StoreLimits(
        topicLimits(),
        settings.count(Setting.LATEST_USERS),
        settings.time(Setting.IDLE),
        settings.time(Setting.IDEMPOTENCY),
        new StoreLimits.Memory(
            settings.size(Setting.STORE_BYTES),
            settings.size(Setting.LATEST_BYTES),
            settings.size(Setting.IDEMPOTENCY_BYTES)));
  }

  private TopicLimits topicLimits() {
    return new TopicLimits(
        settings.count(Setting.LOG_EVENTS),
        settings.count(Setting.LOG_BYTES),
        settings.time(Setting.LOG_AGE),
        settings.count(Setting.STATE_KEYS),
        settings.count(Setting.STATE_BYTES));
  }

  HubSettings hubSettings() {
    return new HubSettings(
        topicLimits(), settings.time(Setting.LINGER), settings.size(Setting.FOLLOWED_BYTES));
  }

  HttpSettings httpSettings() {
    return new HttpSettings(
        settings.size(Setting.ANSWER_BYTES), settings.size(Setting.CONNECTION_BYTES));
  }

  ConnectionLimit connectionLimit() {
    return ConnectionLimit.of(
        settings.given(Setting.CONNECTIONS).isEmpty() ? null : settings.count(Setting.CONNECTIONS));
  }

  /**
   * The limits of a session.
   *
   * @param name of this instance, if none is set
   */
  SessionSettings sessionSettings(String name, ConnectionLimit limit) {
    return new SessionSettings(
        settings.given(Setting.INSTANCE).orElse(name),
        settings.time(Setting.HEARTBEAT),
        settings.time(Setting.UNREAD),
        limit.sockets(),
        settings.count(Setting.CONNECTION_TOPICS),
        settings.count(Setting.MESSAGES_PER_SECOND),
        settings.count(Setting.MESSAGE_BURST));
  }

  ConnectionSettings connectionSettings(ConnectionLimit limit) {
    return new ConnectionSettings(
        limit.all(),
        settings.time(Setting.HEAD_TIMEOUT),
        settings.count(Setting.BODY_BYTES_PER_SECOND),
        settings.time(Setting.KEEP_ALIVE),
        settings.time(Setting.UNREAD));
  }
}
