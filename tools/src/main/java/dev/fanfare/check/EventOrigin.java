package dev.fanfare.check;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.User;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher writes into each event, so that it is known wherever it is met: who published
 * it, and as his how manieth. In {@code data}; what has none bears it as its user.
 */
record EventOrigin(int publisher, long number) {

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

  static @Nullable EventOrigin of(Event event) {
    return switch (event) {
      case Event.State set -> of(set.data());
      case Event.Notice notice -> of(notice.data());
      case Event.Gone cleared -> of(cleared.user());
    };
  }

  static @Nullable EventOrigin of(Draft draft) {
    return switch (draft) {
      case Draft.State set -> of(set.data());
      case Draft.Notice tell -> of(tell.data());
      case Draft.Gone cleared -> of(cleared.user());
    };
  }

  private static @Nullable EventOrigin of(Data data) {
    try {
      JsonObject json = JsonObject.parse(data.json());
      return new EventOrigin(
          (int) json.optionalInteger("publisher").orElse(-1),
          json.optionalInteger("number").orElse(-1));
    } catch (ProtocolException e) {
      return null;
    }
  }

  /** What expired has no user. */
  private static @Nullable EventOrigin of(@Nullable User user) {
    if (user == null || !user.value().matches("\\d{1,9}#\\d{1,18}")) {
      return null;
    }
    String[] parts = user.value().split("#", 2);
    return new EventOrigin(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }
}
