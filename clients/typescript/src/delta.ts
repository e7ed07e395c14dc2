import { type Event, readEvent } from "./event.ts";
import { type Fields, flag, list, optional, text, textOrNull } from "./json.ts";

/** Where a reader is in a topic: right after one event. `null` is the position before the first event. */
export type Position = string | null;

/** Moves a reader of `topic` from one position to another. */
export interface Delta {
  readonly type: "delta";
  readonly topic: string;
  readonly from: Position;
  readonly to: Position;
  /** The delta replaces the view. `from` is then `null`. */
  readonly reset?: boolean;
  readonly events: readonly Event[];
  /** The server could not reach its store; the delta may be out of date. */
  readonly stale?: boolean;
  /** This is a part; the last one does not have it. */
  readonly more?: boolean;
}

export function readDelta(from: Fields): Delta {
  return {
    type: "delta",
    topic: text(from, "topic"),
    from: textOrNull(from, "from"),
    to: textOrNull(from, "to"),
    ...optional(from, "reset", flag),
    ...optional(from, "stale", flag),
    events: list(from, "events").map(readEvent),
    ...optional(from, "more", flag),
  };
}
