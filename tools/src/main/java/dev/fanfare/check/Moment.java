package dev.fanfare.check;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * One position of a topic's history and what is known of it: from readers who were told the event,
 * from the publisher whose it is, or from both. Written by the {@link History}.
 */
final class Moment {
  final Position position;

  /** As it was told. */
  @Nullable Event event;

  /** As it was asked for and accepted. */
  @Nullable Draft draft;

  /** Whether it is known what was before; {@code before} null is then the beginning. */
  boolean linked;

  @Nullable Moment before;

  /** Who was first known to stand here with a view, and the digest of the view. */
  @Nullable String witness;

  long digest;

  Moment(Position position) {
    this.position = position;
  }

  boolean isKnown() {
    return event != null || draft != null;
  }

  boolean isNotice() {
    return event == null ? draft instanceof Draft.Notice : event instanceof Event.Notice;
  }

  @Nullable Key key() {
    if (event != null) {
      return event.key();
    }
    return switch (draft) {
      case Draft.State set -> set.key();
      case Draft.Gone clear -> clear.key();
      case Draft.Notice tell -> tell.key();
      case null -> null;
    };
  }

  @Nullable EventOrigin mark() {
    if (event != null) {
      return EventOrigin.of(event);
    }
    return draft == null ? null : EventOrigin.of(draft);
  }

  /** What it is, for people. */
  @Override
  public String toString() {
    String what = isNotice() ? "notice" : event == null && draft == null ? "event" : "state";
    return what + (key() == null ? "" : " of " + key()) + " at " + position;
  }
}
