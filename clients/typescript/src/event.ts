import { type Fields, integer, json, type Json, object, optional, text, unexpected } from "./json.ts";

interface Stored {
  /** Identifies the event in its topic; also the position right after it. */
  readonly id: string;
  /** When it was stored, in ms since 1970 UTC by the store's clock. */
  readonly at: number;
  /** Who did it. */
  readonly user?: string;
}

/** The value of a key. It replaces the earlier one. */
export interface StateEvent<Data = Json> extends Stored {
  readonly kind: "state";
  readonly key: string;
  readonly data: Data;
  /** It lives for this many ms; then a `gone` follows. */
  readonly ttlMs?: number;
}

/** The key has no value any more. */
export interface GoneEvent extends Stored {
  readonly kind: "gone";
  readonly key: string;
  /** `cleared`, `expired` or `left`; later servers may know more. */
  readonly reason: string;
}

/** Something has happened. It is delivered once and is not part of the view. */
export interface NoticeEvent<Data = Json> extends Stored {
  readonly kind: "notice";
  readonly key?: string;
  readonly data: Data;
}

export type Event<State = Json, Notice = Json> = StateEvent<State> | GoneEvent | NoticeEvent<Notice>;

/**
 * An event as it is published, without the fields that the server adds. `data` is whatever `JSON.stringify` has a text
 * for. `ttlMs` is 1 to 86,400,000.
 */
export type Draft =
  | {
      readonly kind: "state";
      readonly user?: string;
      readonly key: string;
      readonly data: unknown;
      readonly ttlMs?: number;
    }
  | { readonly kind: "gone"; readonly user?: string; readonly key: string }
  | { readonly kind: "notice"; readonly user?: string; readonly key?: string; readonly data: unknown };

export function readEvent(value: unknown): Event {
  const from = object(value, "event");
  const kind = text(from, "kind");
  switch (kind) {
    case "state":
      return {
        kind,
        ...stored(from),
        key: text(from, "key"),
        data: json(from, "data"),
        ...optional(from, "ttlMs", integer),
      };
    case "gone":
      return { kind, ...stored(from), key: text(from, "key"), reason: text(from, "reason") };
    case "notice":
      return { kind, ...stored(from), ...optional(from, "key", text), data: json(from, "data") };
    default:
      throw unexpected("kind", kind, "state, gone or notice");
  }
}

function stored(from: Fields): Stored {
  return { id: text(from, "id"), at: integer(from, "at"), ...optional(from, "user", text) };
}
