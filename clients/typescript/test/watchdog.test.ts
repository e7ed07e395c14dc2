import assert from "node:assert/strict";
import { test } from "node:test";
import { Watchdog } from "../src/watchdog.ts";
import { FakeWorld } from "./world.ts";

function watched(limitMs: number) {
  const world = new FakeWorld();
  let barks = 0;
  const watchdog = new Watchdog(world, limitMs, () => barks++);
  return { world, watchdog, barks: () => barks };
}

test("it barks when the time is up, not a moment sooner, and once", () => {
  const { world, barks } = watched(100);
  world.pass(99);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
  world.pass(1000);
  assert.equal(barks(), 1);
});

test("being heard begins the time anew", () => {
  const { world, watchdog, barks } = watched(100);
  world.pass(60);
  watchdog.heard();
  world.pass(99);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
});

test("another limit counts from when it is told", () => {
  const { world, watchdog, barks } = watched(100);
  world.pass(50);
  watchdog.expectWithin(500);
  world.pass(499);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
});

test("it is silent when it is stopped, and leaves no timer", () => {
  const { world, watchdog, barks } = watched(100);
  watchdog.stop();
  assert.equal(world.timers, 0);
  world.pass(1000);
  assert.equal(barks(), 0);
});
