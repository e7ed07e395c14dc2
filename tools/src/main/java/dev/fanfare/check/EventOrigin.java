package dev.fanfare.check;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.User;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of an event, and the event's sequence number at that publisher. A publisher writes
 * it into {@code data}; an event without data has it as its {@code user}.
 */
record EventOrigin(int publisher, long number) {

  /** A payload with this origin, and this many characters of padding. */
  Data data(int padding) {
    return new Data(
        String.format(
            Locale.ROOT,
            "{\"publisher\":%d,\"number\":%d,\"padding\":\"%s\"}",
            publisher,
            number,
            "x".repeat(padding)));
  }

  /** A user with this origin. */
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

  /** An event that says that a state expired has no user. */
  private static @Nullable EventOrigin of(@Nullable User user) {
    if (user == null || !user.value().matches("\\d{1,9}#\\d{1,18}")) {
      return null;
    }
    String[] parts = user.value().split("#", 2);
    return new EventOrigin(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }
}
