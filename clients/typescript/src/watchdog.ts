import type { Environment } from "./environment.ts";

/**
 * Barks once when nothing was heard for `limitMs`. Being heard only notes the time: the timer looks at it when it
 * fires, so a busy topic does not set a timer a message.
 */
export class Watchdog {
  readonly #environment: Environment;
  readonly #bark: () => void;
  #limitMs: number;
  #heardAt: number;
  #cancel: () => void = () => {};

  constructor(environment: Environment, limitMs: number, bark: () => void) {
    this.#environment = environment;
    this.#bark = bark;
    this.#limitMs = limitMs;
    this.#heardAt = environment.now();
    this.#watch(limitMs);
  }

  heard(): void {
    this.#heardAt = this.#environment.now();
  }

  /** From now on this is the limit. */
  expectWithin(limitMs: number): void {
    this.#limitMs = limitMs;
    this.heard();
    this.stop();
    this.#watch(limitMs);
  }

  stop(): void {
    this.#cancel();
  }

  #watch(ms: number): void {
    this.#cancel = this.#environment.after(ms, () => {
      const leftMs = this.#heardAt + this.#limitMs - this.#environment.now();
      if (leftMs > 0) this.#watch(leftMs);
      else this.#bark();
    });
  }
}
