import { type Event, readEvent } from "./event.ts";
import { type Fields, flag, list, optional, text, textOrNull } from "./json.ts";

/** Where a reader is in a topic: after one particular event. `null` is the position before the first event. */
export type Position = string | null;

/** What leads a reader of `topic` from one position to another. */
export interface Delta {
  readonly type: "delta";
  readonly topic: string;
  readonly from: Position;
  readonly to: Position;
  /** Throw the view away, this is all there is. `from` is then `null`. */
  readonly reset?: boolean;
  readonly events: readonly Event[];
  /** The server cannot reach its store: by now there may be more, or something else. */
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
