import { backoffMs } from "./backoff.ts";
import type { Delta, Position } from "./delta.ts";
import type { Environment } from "./environment.ts";
import { FanfareError } from "./error.ts";
import type { Session } from "./session.ts";
import { Topic } from "./topic.ts";

/** The followed topics, and the session over which they are followed, if there is one. */
export class Topics {
  readonly #followed = new Map<string, Topic>();
  readonly #environment: Environment;
  #session: Session | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  follow(name: string): Topic {
    const followed = this.#followed.get(name);
    if (followed !== undefined) return followed;
    const topic = new Topic(name, (left) => this.#leave(left));
    this.#followed.set(name, topic);
    this.#subscribe(topic, null);
    return topic;
  }

  /** A session is open: every topic continues from its position. */
  resume(session: Session): void {
    this.#session = session;
    for (const topic of this.#followed.values()) this.#subscribe(topic, topic.rejoin());
  }

  /** The session is over. */
  pause(): void {
    this.#session = undefined;
  }

  receive(delta: Delta): void {
    // Deltas may still come in while an unsubscribe is under way.
    const topic = this.#followed.get(delta.topic);
    if (topic === undefined) return;
    const verdict = topic.receive(delta);
    if (verdict.kind === "resubscribe") this.#subscribe(topic, verdict.from);
  }

  #subscribe(topic: Topic, from: Position, attempt = 0): void {
    const session = this.#session;
    session?.request({ type: "subscribe", topic: topic.name, from }).catch((error: unknown) => {
      if (session !== this.#session || this.#followed.get(topic.name) !== topic || !(error instanceof FanfareError))
        return;
      if (!error.retryable) topic.fail(error);
      else
        session.after(backoffMs(attempt, this.#environment.random()), () =>
          this.#subscribe(topic, topic.rejoin(), attempt + 1),
        );
    });
  }

  #leave(topic: Topic): void {
    if (this.#followed.get(topic.name) !== topic) return;
    this.#followed.delete(topic.name);
    // The topic is left in any case, even if the session ends before the answer.
    this.#session?.request({ type: "unsubscribe", topic: topic.name }).catch(() => {});
  }
}
