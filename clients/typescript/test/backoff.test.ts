import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffMs } from "../src/backoff.ts";

const longest = 0.999999;
const shortest = 0;

test("the bound doubles from half a second to 20 s", () => {
  const bounds = [0, 1, 2, 3, 4, 5, 6, 1100].map((attempt) => backoffMs(attempt, longest) + 1);
  assert.deepEqual(bounds, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
});

test("the jitter is full: the wait may be 0", () => {
  assert.equal(backoffMs(9, shortest), 0);
});

test("the random time is added to the time that the server asked for", () => {
  assert.equal(backoffMs(0, shortest, 1500), 1500);
  assert.equal(backoffMs(0, longest, 1500), 1999);
});
