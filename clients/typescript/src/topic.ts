import type { Delta, Position } from "./delta.ts";
import type { FanfareError } from "./error.ts";
import type { StateEvent } from "./event.ts";
import type { Json } from "./json.ts";
import { Listeners } from "./listeners.ts";
import { type Change, TopicReplica, type Verdict } from "./replica.ts";

/** The events of a topic for `on`, by name. */
export interface TopicEvents<State = Json, Notice = Json> {
  /** A delta was applied. */
  readonly change: Change<State, Notice>;
  /** The server refuses to let this topic be followed. */
  readonly error: FanfareError;
}

/** A topic as one part of the application follows it, through all connections, until that part closes it. */
export class Topic<State = Json, Notice = Json> {
  readonly name: string;
  readonly #followed: FollowedTopic;
  readonly #changes = new Listeners<Change>();
  readonly #errors = new Listeners<FanfareError>();

  /** @internal */
  constructor(followed: FollowedTopic) {
    this.name = followed.name;
    this.#followed = followed;
  }

  /** The last `state` event of every key. A view never changes: after a delta that changes it there is a new one. */
  get view(): ReadonlyMap<string, StateEvent<State>> {
    return this.#followed.replica.view as ReadonlyMap<string, StateEvent<State>>;
  }

  /** The view's position, right after its last event; `null` before the first one. */
  get position(): Position {
    return this.#followed.replica.position;
  }

  /** Whether the view may be out of date: the server could not reach its store when it sent the last delta. */
  get stale(): boolean {
    return this.#followed.replica.stale;
  }

  /**
   * Calls `listener` with what is there, at once, and then with every change. What is there comes as a reset. Before the
   * first delta there is nothing. The returned function removes the listener.
   */
  subscribe(listener: (change: Change<State, Notice>) => void): () => void {
    const off = this.on("change", listener);
    const present = this.#followed.replica.present;
    if (present !== undefined) this.#changes.tellOne(listener as (change: Change) => void, present);
    return off;
  }

  /** Calls `listener` from now on; the returned function removes it. */
  on<Name extends keyof TopicEvents>(
    name: Name,
    listener: (told: TopicEvents<State, Notice>[Name]) => void,
  ): () => void;
  on(name: keyof TopicEvents, listener: (told: never) => void): () => void {
    if (name === "change") return this.#changes.add(listener as (told: Change) => void);
    return this.#errors.add(listener as (told: FanfareError) => void);
  }

  /** Ends it for this part of the application: its listeners hear nothing more. Others that follow the topic go on. */
  close(): void {
    this.#followed.leave(this);
  }

  /** @internal */
  changed(change: Change): void {
    this.#changes.tell(change);
  }

  /** @internal */
  failed(error: FanfareError): void {
    this.#errors.tell(error);
  }
}

/** A topic of the connection, with all who follow it. */
export class FollowedTopic {
  readonly name: string;
  readonly replica = new TopicReplica();
  readonly #topics = new Set<Topic>();
  readonly #unfollowed: () => void;

  /** `unfollowed` is called when the last one has left. */
  constructor(name: string, unfollowed: () => void) {
    this.name = name;
    this.#unfollowed = unfollowed;
  }

  join(): Topic {
    const topic = new Topic(this);
    this.#topics.add(topic);
    return topic;
  }

  leave(topic: object): void {
    if (this.#topics.delete(topic as Topic) && this.#topics.size === 0) this.#unfollowed();
  }

  receive(delta: Delta): Verdict {
    const verdict = this.replica.receive(delta);
    if (verdict.kind === "applied") for (const topic of [...this.#topics]) topic.changed(verdict.change);
    return verdict;
  }

  fail(error: FanfareError): void {
    for (const topic of [...this.#topics]) topic.failed(error);
  }
}
