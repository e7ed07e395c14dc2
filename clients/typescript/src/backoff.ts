const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before try number `attempt`, from 0, after the first one has failed: "full jitter", a random time
 * up to a bound that doubles, so that browsers cut off together do not come back together. `chance` is from 0 to
 * below 1.
 *
 * It is added to `notBeforeMs`, the time that the server has asked for: taking the larger of the two would have
 * them all come back at that very moment.
 */
export function backoffMs(attempt: number, chance: number, notBeforeMs = 0): number {
  return notBeforeMs + Math.floor(chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
}
