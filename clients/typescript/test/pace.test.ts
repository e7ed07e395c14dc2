import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../src/pace.ts";

/** Sends whenever the pace allows it, and returns the times. */
function times(pace: Pace, count: number): readonly number[] {
  const sent: number[] = [];
  for (let now = 0; sent.length < count; now += pace.waitMs(now)) {
    while (sent.length < count && pace.waitMs(now) === 0) {
      pace.spend();
      sent.push(now);
    }
  }
  return sent;
}

/** The token bucket of a server, which says how many of these messages it would refuse. */
function refused(sent: readonly number[], perSecond: number, burst: number): number {
  let tokens = burst;
  let filledAt = 0;
  let refusals = 0;
  for (const at of sent) {
    tokens = Math.min(burst, tokens + ((at - filledAt) * perSecond) / 1000);
    filledAt = at;
    if (tokens < 1) refusals++;
    else tokens--;
  }
  return refusals;
}

for (const [perSecond, burst] of [
  [50, 256],
  [1, 1],
  [1000, 1],
  [7, 3],
] as const) {
  test(`at ${perSecond} a second and ${burst} at once a server refuses nothing, even if the network delivers in bunches`, () => {
    const sent = times(new Pace(perSecond, burst, 0), 500);
    assert.equal(refused(sent, perSecond, burst), 0);
    // All that was sent within half the time in which the burst is filled arrives at its end.
    const bunchMs = (burst / 4 / perSecond) * 1000;
    const bunched = sent.map((at) => Math.ceil(at / bunchMs) * bunchMs);
    if (burst > 3) assert.equal(refused(bunched, perSecond, burst), 0);
    const lastMs = sent.at(-1) as number;
    assert(lastMs <= (500 / (perSecond * 0.9)) * 1000 + 1500, `${lastMs} ms is slower than the limit asks for`);
  });
}

test("a message that does not wait makes later ones wait longer", () => {
  const pace = new Pace(10, 2, 0);
  pace.spend();
  pace.spend();
  assert.equal(pace.waitMs(0), Math.ceil(2 / 0.009));
});
