const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before the next try: "full jitter", a random time up to a bound that doubles, so that browsers cut
 * off together do not come back together. `attempt` counts the tries after the first, from 0; `chance` is from 0 to
 * below 1.
 *
 * The random time is added to `notBeforeMs`, for which the server has asked: with the larger of the two, all browsers
 * would come back at the same moment.
 */
export function backoffMs(attempt: number, chance: number, notBeforeMs = 0): number {
  return notBeforeMs + Math.floor(chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
}
