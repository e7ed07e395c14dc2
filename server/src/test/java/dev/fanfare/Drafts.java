package dev.fanfare;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.User;
import java.time.Duration;

/** Short ways to write drafts. */
public final class Drafts {
  private Drafts() {}

  public static Draft state(String key, String json) {
    return new Draft.State(null, new Key(key), new Data(json), null);
  }

  public static Draft state(String key, String json, Duration ttl) {
    return new Draft.State(null, new Key(key), new Data(json), ttl);
  }

  public static Draft stateBy(String user, String key, String json) {
    return new Draft.State(new User(user), new Key(key), new Data(json), null);
  }

  public static Draft gone(String key) {
    return new Draft.Gone(null, new Key(key));
  }

  public static Draft notice(String json) {
    return new Draft.Notice(null, null, new Data(json));
  }

  public static Draft notice(String key, String json) {
    return new Draft.Notice(null, new Key(key), new Data(json));
  }
}
