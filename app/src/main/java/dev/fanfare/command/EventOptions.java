package dev.fanfare.command;

import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that make up one event. */
final class EventOptions {

  /** The kinds of the protocol. */
  enum KindOption {
    STATE,
    GONE,
    NOTICE
  }

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "state, gone or notice. Default: state with --key, notice without. gone is never the"
              + " default, because it removes a value.")
  private @Nullable KindOption kind;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      converter = Converters.OfKey.class,
      description = "What the event is about.")
  private @Nullable Key key;

  @Option(
      names = "--data",
      paramLabel = "JSON",
      description = "The payload, any JSON: '{\"a\":1}', 42, '\"stale\"'.")
  private @Nullable String data;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "How long until a state expires: 500ms, 8s, 2m, 1h. Default: it never expires.")
  private @Nullable Duration ttl;

  @Option(
      names = "--user",
      paramLabel = "USER",
      converter = Converters.OfUser.class,
      description = "The user who did it.")
  private @Nullable User user;

  /** Whether any option is given; otherwise the events come from standard input. */
  boolean isGiven() {
    return kind != null || key != null || data != null || ttl != null || user != null;
  }

  /**
   * The event.
   *
   * @throws TypeConversionException if the options are no valid event
   */
  Draft draft() {
    try {
      Draft draft =
          switch (kind()) {
            case STATE -> new Draft.State(user, requiredKey(), requiredData(), ttl);
            case GONE -> gone();
            case NOTICE -> new Draft.Notice(user, key, requiredData());
          };
      if (ttl != null && !(draft instanceof Draft.State)) {
        throw new TypeConversionException("--ttl is for a state only: no other kind expires");
      }
      DraftReader.check(draft);
      return draft;
    } catch (ProtocolException e) {
      throw new TypeConversionException("--data: " + e.message());
    } catch (InvalidValueException e) {
      throw new TypeConversionException("--" + e.getMessage());
    }
  }

  private KindOption kind() {
    if (kind != null) {
      return kind;
    }
    return key == null ? KindOption.NOTICE : KindOption.STATE;
  }

  private Draft gone() {
    if (data != null) {
      throw new TypeConversionException("--data is not for a gone event: it has none");
    }
    return new Draft.Gone(user, requiredKey());
  }

  private Key requiredKey() {
    if (key == null) {
      throw new TypeConversionException("--key is missing: a state and a gone event need one");
    }
    return key;
  }

  private Data requiredData() {
    if (data == null) {
      throw new TypeConversionException(
          "--data is missing" + (key == null ? "" : " (to remove the key's value: --kind gone)"));
    }
    return new Data(data);
  }
}
