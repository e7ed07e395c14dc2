import { backoffMs } from "./backoff.ts";
import type { Environment } from "./environment.ts";
import { FanfareError, outcomeUnknown } from "./error.ts";
import type { Draft } from "./event.ts";
import type { Session } from "./session.ts";

/** A publish without an answer is given up after this. A server remembers its key for longer. */
const WITHIN_MS = 30_000;
/** How many times it is sent at most. */
const TRIES = 10;

interface Publish {
  readonly topic: string;
  readonly send: (session: Session) => Promise<string>;
  readonly settle: (position: string | FanfareError) => void;
  tries: number;
  /** It waits for an answer; otherwise it waits for its turn. */
  sent: boolean;
  /** A later event of its topic is already stored. If this one were stored now, it would undo the later one. */
  overtaken: boolean;
  /** What is known of it so far. */
  error: FanfareError;
}

/**
 * The published events without an answer. Those that were sent before a cut, or refused for the moment, are sent again
 * in order and with the same idempotency keys, so that the server stores each once.
 */
export class Publishes {
  readonly #environment: Environment;
  readonly #open = new Set<Publish>();
  #session: Session | undefined;
  #resting = false;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  publish(topic: string, event: Draft): Promise<string> {
    const idempotencyKey = `${this.#environment.random()}${this.#environment.random()}`;
    return new Promise((resolve, reject) => {
      const publish: Publish = {
        topic,
        send: async (session) => {
          const { position } = await session.request({ type: "publish", topic, event, idempotencyKey });
          if (position !== undefined) return position;
          throw new FanfareError("bad_message", "the server said ok without a position", false);
        },
        settle: (answer) => {
          cancel();
          this.#open.delete(publish);
          if (typeof answer === "string") resolve(answer);
          else reject(answer);
        },
        tries: 0,
        sent: false,
        overtaken: false,
        error: outcomeUnknown(`${WITHIN_MS} ms were over`),
      };
      const cancel = this.#environment.after(WITHIN_MS, () => publish.settle(publish.error));
      this.#open.add(publish);
      this.#send();
    });
  }

  /** A session is open: unanswered events are sent again. */
  resume(session: Session): void {
    this.#session = session;
    this.#resting = false;
    this.#send();
  }

  /** The session is over. */
  pause(reason: string): void {
    this.#session = undefined;
    for (const publish of this.#open) if (publish.sent) this.#failed(publish, outcomeUnknown(reason));
  }

  /** There will be no further session. */
  end(reason: string): void {
    this.pause(reason);
    for (const publish of this.#open) publish.settle(publish.error);
  }

  #send(): void {
    const session = this.#session;
    if (session === undefined || this.#resting) return;
    for (const publish of this.#open) {
      if (publish.sent) continue;
      publish.sent = true;
      const attempt = ++publish.tries;
      publish.send(session).then(
        (position) => this.#stored(publish, position),
        (error: FanfareError) => {
          // An error of an earlier try is known already.
          if (publish.sent && publish.tries === attempt) this.#failed(publish, error);
        },
      );
    }
  }

  /** Gives the server a pause; events that are published meanwhile wait for its end. */
  #rest(attempt: number): void {
    if (this.#session === undefined || this.#resting) return;
    this.#resting = true;
    this.#session.after(backoffMs(attempt, this.#environment.random()), () => {
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
      if (!earlier.sent) earlier.settle(earlier.error);
    }
    publish.settle(position);
  }

  #failed(publish: Publish, error: FanfareError): void {
    publish.sent = false;
    publish.error = error;
    const again = error.retryable || error.code === "outcome_unknown";
    if (!again || publish.overtaken || publish.tries === TRIES) publish.settle(error);
    else this.#rest(publish.tries - 1);
  }
}
