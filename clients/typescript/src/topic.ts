import type { Delta, Position } from "./delta.ts";
import type { FanfareError } from "./error.ts";
import type { StateEvent } from "./event.ts";
import { Listeners } from "./listeners.ts";
import { type Change, TopicReplica, type Verdict } from "./replica.ts";

/** The events of a topic for `on`, by name. */
export interface TopicEvents {
  /** A delta was applied. */
  readonly change: Change;
  /** The server refuses to let this topic be followed. */
  readonly error: FanfareError;
}

/** A topic that is followed, through all connections, until it is closed. */
export class Topic {
  readonly name: string;
  readonly #replica = new TopicReplica();
  readonly #changes = new Listeners<Change>();
  readonly #errors = new Listeners<FanfareError>();
  readonly #leave: (topic: Topic) => void;

  /** @internal */
  constructor(name: string, leave: (topic: Topic) => void) {
    this.name = name;
    this.#leave = leave;
  }

  /** The last `state` event of every key. One object that is always up to date. */
  get view(): ReadonlyMap<string, StateEvent> {
    return this.#replica.view;
  }

  /** The view's position, right after its last event; `null` before the first one. */
  get position(): Position {
    return this.#replica.position;
  }

  /** Whether the view may be out of date: the server could not reach its store when it sent the last delta. */
  get stale(): boolean {
    return this.#replica.stale;
  }

  /** Calls `listener` from now on; the returned function removes it. */
  on<Name extends keyof TopicEvents>(name: Name, listener: (told: TopicEvents[Name]) => void): () => void;
  on(name: keyof TopicEvents, listener: (told: never) => void): () => void {
    if (name === "change") return this.#changes.add(listener as (told: Change) => void);
    return this.#errors.add(listener as (told: FanfareError) => void);
  }

  /** Stops following it, for everybody who shares this connection. */
  close(): void {
    this.#leave(this);
  }

  /** @internal */
  rejoin(): Position {
    return this.#replica.rejoin();
  }

  /** @internal */
  receive(delta: Delta): Verdict {
    const verdict = this.#replica.receive(delta);
    if (verdict.kind === "applied") this.#changes.tell(verdict.change);
    return verdict;
  }

  /** @internal */
  fail(error: FanfareError): void {
    this.#errors.tell(error);
  }
}
