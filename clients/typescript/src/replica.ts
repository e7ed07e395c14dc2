import type { Delta, Position } from "./delta.ts";
import type { Event, StateEvent } from "./event.ts";
import type { Json } from "./json.ts";

/** The effect of an applied delta. */
export interface Change<State = Json, Notice = Json> {
  /** The topic's view. Read it in the listener: later it is that of a later change. */
  readonly view: ReadonlyMap<string, StateEvent<State>>;
  /** The applied events, in order. */
  readonly events: readonly Event<State, Notice>[];
  /** The view was replaced by one built from `events`: keys that are not in it are gone. */
  readonly reset: boolean;
  /** A reset that was not the first: notices may have been missed, so whatever they were about may be stale. */
  readonly missed: boolean;
  /** The server cannot reach its store: the view may be out of date. The next change that is not stale ends it. */
  readonly stale: boolean;
}

export type Verdict =
  | { readonly kind: "applied"; readonly change: Change }
  /** A part that waits for the last one. */
  | { readonly kind: "kept" }
  /** It does not fit: subscribe from this position. */
  | { readonly kind: "resubscribe"; readonly from: Position }
  /** It does not fit, and a new subscribe is already sent. */
  | { readonly kind: "dropped" };

interface Parts {
  readonly from: Position;
  readonly to: Position;
  readonly reset: boolean;
  readonly events: Event[];
}

/**
 * One topic as a reader holds it: a position and a view, moved by deltas. This is the whole rule of a reader (section 2
 * of the protocol); it knows neither sockets nor time.
 *
 * A delta is applied only if it is a reset or starts at the reader's position. This one comparison finds gaps,
 * duplicates and forks, so the replica need not count, sort or remember events.
 */
export class TopicReplica {
  #view = new Map<string, StateEvent>();
  /** Somebody may hold the view: the next change is made to a copy. */
  #shown = false;
  #position: Position = null;
  #parts: Parts | undefined;
  #asked = false;
  #stale = false;
  #joined = false;

  /** A view that was read never changes. One that nobody reads is not copied, however many deltas come. */
  get view(): ReadonlyMap<string, StateEvent> {
    this.#shown = true;
    return this.#view;
  }

  /** The view as a change, for somebody who has heard of no delta yet; `undefined` before the first one. */
  get present(): Change | undefined {
    return this.#joined ? this.#change([...this.#view.values()], true, false) : undefined;
  }

  get position(): Position {
    return this.#position;
  }

  get stale(): boolean {
    return this.#stale;
  }

  /** Where to subscribe from on a new connection. Forgets the parts of an incomplete delta. */
  rejoin(): Position {
    this.#parts = undefined;
    this.#asked = false;
    return this.#position;
  }

  receive(delta: Delta): Verdict {
    const { from, to, reset = false } = delta;
    const parts = this.#parts;
    if (parts?.from !== from || parts.to !== to || parts.reset !== reset) this.#parts = undefined;
    if (!reset && from !== this.#position) return this.#misfit();
    this.#asked = false;
    this.#parts ??= { from, to, reset, events: [] };
    this.#parts.events.push(...delta.events);
    if (delta.more === true) return { kind: "kept" };
    return { kind: "applied", change: this.#apply(this.#parts, delta.stale === true) };
  }

  #misfit(): Verdict {
    if (this.#asked) return { kind: "dropped" };
    this.#asked = true;
    return { kind: "resubscribe", from: this.#position };
  }

  #apply({ to, reset, events }: Parts, stale: boolean): Change {
    const missed = reset && this.#joined;
    if (reset) this.#replace(new Map());
    for (const event of events) this.#take(event);
    this.#parts = undefined;
    this.#position = to;
    this.#stale = stale;
    this.#joined = true;
    return this.#change(events, reset, missed);
  }

  #change(events: readonly Event[], reset: boolean, missed: boolean): Change {
    const view = () => this.view;
    return {
      get view() {
        return view();
      },
      events,
      reset,
      missed,
      stale: this.#stale,
    };
  }

  #take(event: Event): void {
    if (event.kind === "notice") return;
    if (this.#shown) this.#replace(new Map(this.#view));
    if (event.kind === "state") this.#view.set(event.key, event);
    else this.#view.delete(event.key);
  }

  #replace(view: Map<string, StateEvent>): void {
    this.#view = view;
    this.#shown = false;
  }
}
