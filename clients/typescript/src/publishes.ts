import { backoffMs } from "./backoff.ts";
import type { Environment } from "./environment.ts";
import { FanfareError, notSent, outcomeUnknown } from "./error.ts";
import type { Draft } from "./event.ts";
import type { Session } from "./session.ts";

/** An event without an answer is given up this long after it was first sent. A server remembers its key for longer. */
const WITHIN_MS = 30_000;
/** How many times it is sent at most. */
const TRIES = 10;
/** How many events may wait to be sent at most. */
const LONGEST_QUEUE = 4096;

type Answer = string | FanfareError;

interface Publish {
  readonly topic: string;
  readonly event: Draft;
  readonly idempotencyKey: string;
  /** One for each promise: its own, and those of the events that it replaces. */
  readonly settle: ((answer: Answer) => void)[];
  tries: number;
  /** It waits for an answer; otherwise it waits for its turn. */
  sent: boolean;
  /** A later event of its topic is already stored. If this one were stored now, it would undo the later one. */
  overtaken: boolean;
  /** What is known of it so far. */
  error: FanfareError;
  cancel: () => void;
}

/**
 * The published events without an answer. They are sent in order and no faster than the server allows. Those that were
 * sent before a cut, or refused for the moment, are sent again with the same idempotency keys, so that the server
 * stores each once.
 */
export class Publishes {
  readonly #environment: Environment;
  readonly #open = new Set<Publish>();
  #session: Session | undefined;
  /** The next are sent when a time is over. */
  #resting = false;
  #cancelGivingUp: () => void = () => {};

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  publish(topic: string, event: Draft): Promise<string> {
    return new Promise((resolve, reject) => {
      const publish: Publish = {
        topic,
        event,
        idempotencyKey: `${this.#environment.random()}${this.#environment.random()}`,
        settle: [(answer) => (typeof answer === "string" ? resolve(answer) : reject(answer))],
        tries: 0,
        sent: false,
        overtaken: false,
        error: notSent("it waited for its turn"),
        cancel: () => {},
      };
      this.#replace(publish);
      if (this.#open.size >= LONGEST_QUEUE) {
        return reject(new FanfareError("rate_limited", `nothing was sent: ${LONGEST_QUEUE} events wait already`, true));
      }
      this.#open.add(publish);
      this.#send();
    });
  }

  /** A session is open: unanswered events are sent again. */
  resume(session: Session): void {
    this.#session = session;
    this.#cancelGivingUp();
    this.#resting = false;
    this.#send();
  }

  /** The session is over. */
  pause(reason: string): void {
    if (this.#session === undefined) return;
    this.#session = undefined;
    for (const publish of this.#open) if (publish.sent) this.#failed(publish, outcomeUnknown(reason));
    this.#cancelGivingUp = this.#environment.after(WITHIN_MS, () => {
      for (const publish of this.#open) if (publish.tries === 0) this.#settle(publish, notSent(reason));
    });
  }

  /** There will be no further session. */
  end(reason: string): void {
    this.pause(reason);
    this.#cancelGivingUp();
    for (const publish of this.#open)
      this.#settle(
        publish,
        publish.tries === 0 ? new FanfareError("closed", `nothing was sent: ${reason}`, false) : publish.error,
      );
  }

  /** Of the states of one key that are known not to be stored, only the newest is sent. */
  #replace(newer: Publish): void {
    for (const publish of this.#open) {
      if (publish.sent || (publish.tries > 0 && publish.error.code !== "rate_limited") || !isReplaced(publish, newer))
        continue;
      publish.cancel();
      this.#open.delete(publish);
      newer.settle.push(...publish.settle);
      return; // an earlier one was replaced by this
    }
  }

  #send(): void {
    const session = this.#session;
    if (session === undefined || this.#resting) return;
    for (const publish of this.#open) {
      if (publish.sent) continue;
      const waitMs = session.waitMs();
      if (waitMs > 0) return this.#rest(waitMs);
      this.#sendOne(session, publish);
    }
  }

  #sendOne(session: Session, publish: Publish): void {
    const attempt = ++publish.tries;
    publish.sent = true;
    if (attempt === 1) publish.cancel = this.#environment.after(WITHIN_MS, () => this.#settle(publish, publish.error));
    publish.error = outcomeUnknown(`${WITHIN_MS} ms were over`);
    const { topic, event, idempotencyKey } = publish;
    session.request({ type: "publish", topic, event, idempotencyKey }).then(
      ({ position }) => {
        if (position !== undefined) this.#stored(publish, position);
        else this.#failed(publish, new FanfareError("bad_message", "the server said ok without a position", false));
      },
      (error: FanfareError) => {
        // An error of an earlier try is known already.
        if (publish.sent && publish.tries === attempt) this.#failed(publish, error);
      },
    );
  }

  /** Events that are published meanwhile wait for the end of this time. */
  #rest(ms: number): void {
    if (this.#session === undefined || this.#resting) return;
    this.#resting = true;
    this.#session.after(ms, () => {
      this.#resting = false;
      this.#send();
    });
  }

  #stored(publish: Publish, position: string): void {
    if (!this.#open.has(publish)) return;
    for (const earlier of this.#open) {
      if (earlier === publish) break;
      if (earlier.topic !== publish.topic) continue;
      earlier.overtaken = true;
      if (!earlier.sent) this.#settle(earlier, earlier.error);
    }
    this.#settle(publish, position);
  }

  #failed(publish: Publish, error: FanfareError): void {
    publish.sent = false;
    publish.error = error;
    const again = error.retryable || error.code === "outcome_unknown";
    if (!again || publish.overtaken || publish.tries === TRIES) this.#settle(publish, error);
    else this.#rest(backoffMs(publish.tries - 1, this.#environment.random()));
  }

  #settle(publish: Publish, answer: Answer): void {
    if (!this.#open.delete(publish)) return;
    publish.cancel();
    for (const settle of publish.settle) settle(answer);
  }
}

function isReplaced(earlier: Publish, later: Publish): boolean {
  const [was, is] = [earlier.event, later.event];
  return (
    earlier.topic === later.topic &&
    was.kind !== "notice" &&
    is.kind !== "notice" &&
    was.key === is.key &&
    was.user === is.user
  );
}
