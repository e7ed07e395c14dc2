package dev.fanfare.check;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Notice;
import dev.fanfare.topic.StateCleared;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.User;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher writes into each event, so that it is known wherever it is met: who published
 * it, and as his how manieth. In {@code data}; what has none bears it as its user.
 */
record Mark(int publisher, long number) {

  /** The payload that bears this mark, and so much more. */
  Data data(int padding) {
    return new Data(
        "{\"publisher\":%d,\"number\":%d,\"padding\":\"%s\"}"
            .formatted(publisher, number, "x".repeat(padding)));
  }

  /** The user who bears this mark. */
  User user() {
    return new User(publisher + "#" + number);
  }

  static @Nullable Mark of(Event event) {
    return switch (event) {
      case StateSet set -> of(set.data());
      case Notice notice -> of(notice.data());
      case StateCleared cleared -> of(cleared.user());
    };
  }

  static @Nullable Mark of(Draft draft) {
    return switch (draft) {
      case Draft.SetState set -> of(set.data());
      case Draft.Tell tell -> of(tell.data());
      case Draft.ClearState cleared -> of(cleared.user());
    };
  }

  private static @Nullable Mark of(Data data) {
    try {
      JsonObject json = JsonObject.parse(data.json());
      return new Mark(
          (int) json.optionalInteger("publisher").orElse(-1),
          json.optionalInteger("number").orElse(-1));
    } catch (ProtocolException e) {
      return null;
    }
  }

  /** What expired has no user. */
  private static @Nullable Mark of(@Nullable User user) {
    if (user == null || !user.value().matches("\\d{1,9}#\\d{1,18}")) {
      return null;
    }
    String[] parts = user.value().split("#", 2);
    return new Mark(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }
}
