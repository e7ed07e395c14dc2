/** Below the server's rate, since pongs count as well and the network delivers in bunches. */
const PART_OF_RATE = 0.9;
const PART_OF_BURST = 0.5;

/** A token bucket: how fast this side may send, so that the server refuses nothing. */
export class Pace {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.#perMs = (perSecond * PART_OF_RATE) / 1000;
    this.#burst = Math.max(1, burst * PART_OF_BURST);
    this.#tokens = this.#burst;
    this.#filledAt = now;
  }

  /** In how many ms the next message may be sent: 0 is now. */
  waitMs(now: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs);
  }

  /** A message is sent, early or not. */
  spend(): void {
    this.#tokens--;
  }
}
