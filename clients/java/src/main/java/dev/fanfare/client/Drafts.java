package dev.fanfare.client;

import static dev.fanfare.client.FanfareException.checked;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Key;
import java.time.Duration;

/**
 * Makes drafts of events. Data is the text of any JSON; {@link Payloads} takes objects instead.
 *
 * <p>An invalid key or time to live, and data that is blank or too large, are refused at once with
 * a {@link FanfareException}. Whether data is JSON is checked when it is published.
 */
public final class Drafts {
  private Drafts() {}

  /** The value of a key, until it is replaced or cleared. */
  public static Draft state(String key, String json) {
    return checked(() -> new Draft.State(null, new Key(key), new Data(json), null));
  }

  /** The value of a key for at most this time: 1 ms to 24 h. */
  public static Draft state(String key, String json, Duration ttl) {
    return checked(() -> new Draft.State(null, new Key(key), new Data(json), ttl));
  }

  /** The key has no value any more. */
  public static Draft gone(String key) {
    return checked(() -> new Draft.Gone(null, new Key(key)));
  }

  /** Something happened that concerns a key. */
  public static Draft notice(String key, String json) {
    return checked(() -> new Draft.Notice(null, new Key(key), new Data(json)));
  }

  /** Something happened. */
  public static Draft notice(String json) {
    return checked(() -> new Draft.Notice(null, null, new Data(json)));
  }
}
