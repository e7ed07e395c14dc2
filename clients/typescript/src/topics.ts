import { backoffMs } from "./backoff.ts";
import type { Delta, Position } from "./delta.ts";
import type { Environment } from "./environment.ts";
import { FanfareError } from "./error.ts";
import type { Session } from "./session.ts";
import { FollowedTopic, type Topic } from "./topic.ts";

/** The followed topics, and the session over which they are followed, if there is one. */
export class Topics {
  readonly #followed = new Map<string, FollowedTopic>();
  readonly #environment: Environment;
  #session: Session | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  follow(name: string): Topic {
    let followed = this.#followed.get(name);
    if (followed === undefined) {
      followed = new FollowedTopic(name, () => this.#leave(name));
      this.#followed.set(name, followed);
      this.#subscribe(followed, null);
    }
    return followed.join();
  }

  /** A session is open: every topic continues from its position. */
  resume(session: Session): void {
    this.#session = session;
    for (const topic of this.#followed.values()) this.#subscribe(topic, topic.replica.rejoin());
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

  #subscribe(topic: FollowedTopic, from: Position, attempt = 0): void {
    const session = this.#session;
    session?.request({ type: "subscribe", topic: topic.name, from }).catch((error: unknown) => {
      if (session !== this.#session || this.#followed.get(topic.name) !== topic || !(error instanceof FanfareError))
        return;
      if (!error.retryable) topic.fail(error);
      else
        session.after(backoffMs(attempt, this.#environment.random()), () => {
          if (this.#followed.get(topic.name) === topic) this.#subscribe(topic, topic.replica.rejoin(), attempt + 1);
        });
    });
  }

  #leave(name: string): void {
    this.#followed.delete(name);
    // The topic is left in any case, even if the session ends before the answer.
    this.#session?.request({ type: "unsubscribe", topic: name }).catch(() => {});
  }
}
