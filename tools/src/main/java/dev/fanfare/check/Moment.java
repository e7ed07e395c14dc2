package dev.fanfare.check;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * One position of a topic's history and what is known about it: from readers that received the
 * event, from its publisher, or from both. Written by {@link History}.
 */
final class Moment {
  final Position position;

  /** The event as readers received it. */
  @Nullable Event event;

  /** The event as its publisher sent it; known when it is accepted. */
  @Nullable Draft draft;

  /**
   * Whether the predecessor is known. If it is, a null {@code before} means the start of the topic.
   */
  boolean linked;

  @Nullable Moment before;

  /** The first known to be here with a view, and the digest of that view. */
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

  /** A description for people. */
  @Override
  public String toString() {
    String what = isNotice() ? "notice" : event == null && draft == null ? "event" : "state";
    return what + (key() == null ? "" : " of " + key()) + " at " + position;
  }
}
