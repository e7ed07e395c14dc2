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

test("it barks once, exactly when the time is up", () => {
  const { world, barks } = watched(100);
  world.pass(99);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
  world.pass(1000);
  assert.equal(barks(), 1);
});

test("a message restarts the time", () => {
  const { world, watchdog, barks } = watched(100);
  world.pass(60);
  watchdog.heard();
  world.pass(99);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
});

test("a new limit counts from when it is set", () => {
  const { world, watchdog, barks } = watched(100);
  world.pass(50);
  watchdog.expectWithin(500);
  world.pass(499);
  assert.equal(barks(), 0);
  world.pass(1);
  assert.equal(barks(), 1);
});

test("after stop it does not bark, and no timer is left", () => {
  const { world, watchdog, barks } = watched(100);
  watchdog.stop();
  assert.equal(world.timers, 0);
  world.pass(1000);
  assert.equal(barks(), 0);
});
