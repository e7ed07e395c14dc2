import type { Environment } from "./environment.ts";

/**
 * Barks once when nothing was heard for `limitMs`. `heard` only notes the time, and the timer compares it when it
 * fires, so that not every message of a busy topic sets a timer.
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

  get heardAt(): number {
    return this.#heardAt;
  }

  heard(): void {
    this.#heardAt = this.#environment.now();
  }

  /** Sets a new limit, which counts from now. */
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
