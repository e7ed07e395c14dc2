import { FanfareError, outcomeUnknown } from "./error.ts";
import type { Ok, Refusal } from "./message.ts";

interface Waiting {
  resolve(ok: Ok): void;
  reject(error: FanfareError): void;
}

/** The requests of one session that have no answer yet. */
export class Requests {
  readonly #waiting = new Map<string, Waiting>();
  #last = 0;

  /** `send` gets the id that the answer will have. */
  open(send: (id: string) => void): Promise<Ok> {
    const id = String(++this.#last);
    return new Promise((resolve, reject) => {
      send(id);
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /** Whether somebody waited for this answer. */
  answer(answer: Ok | Refusal): boolean {
    const waiting = answer.id === undefined ? undefined : this.#waiting.get(answer.id);
    if (answer.id === undefined || waiting === undefined) return false;
    this.#waiting.delete(answer.id);
    if (answer.type === "ok") waiting.resolve(answer);
    else waiting.reject(new FanfareError(answer.code, answer.message, answer.retryable));
    return true;
  }

  /** No more answers will come. The unanswered requests may have been done or not. */
  abandon(reason: string): void {
    const error = outcomeUnknown(reason);
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
