import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, type FanfareError } from "../src/index.ts";
import { FakeWorld } from "./world.ts";

const NOTICE = { kind: "notice", key: "card:9", data: "stale" } as const;

function opened() {
  const world = new FakeWorld();
  const refusals: FanfareError[] = [];
  const fanfare = connect("http://one", { environment: world, onError: (error) => refusals.push(error) });
  world.socket.welcome();
  return { world, fanfare, refusals };
}

test("it resolves to the position of what was stored", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  assert.deepEqual(world.socket.requests, [{ type: "publish", id: "1", topic: "board", event: NOTICE }]);
  world.socket.say({ type: "ok", id: "1", position: "17.a" });
  assert.equal(await position, "17.a");
});

test("answers find their questions in any order", async () => {
  const { world, fanfare } = opened();
  const both = Promise.all([fanfare.publish("board", NOTICE), fanfare.publish("board", NOTICE)]);
  world.socket.say({ type: "ok", id: "2", position: "18.b" }, { type: "ok", id: "1", position: "17.a" });
  assert.deepEqual(await both, ["17.a", "18.b"]);
});

test("it is rejected with what the server says", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  world.socket.say({ type: "error", id: "1", code: "unavailable", message: "no store", retryable: true });
  await assert.rejects(position, { name: "FanfareError", code: "unavailable", message: "no store", retryable: true });
});

test("without a connection nothing is sent, then or later", async () => {
  const { world, fanfare } = opened();
  world.socket.cut();
  await assert.rejects(fanfare.publish("board", NOTICE), { code: "not_connected", retryable: true });
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.sent, []);
});

test("when the connection is cut before the answer, nobody knows", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  world.socket.cut();
  await assert.rejects(position, { code: "outcome_unknown", retryable: false, message: /unknown whether it was done/ });
});

test("after close() it is rejected for good", async () => {
  const { fanfare } = opened();
  fanfare.close();
  await assert.rejects(fanfare.publish("board", NOTICE), { code: "closed", retryable: false });
});

test("a message at which the server would close for good is not sent", async () => {
  const { world, fanfare } = opened();
  const published = fanfare.publish("board", { kind: "state", key: "k", data: "ä".repeat(65_536) });
  await assert.rejects(published, { code: "too_large", message: /expected at most 131072/ });
  assert.deepEqual(world.socket.sent, []);
});

test("a token is renewed in place", async () => {
  const { world, fanfare } = opened();
  const renewed = fanfare.renew("e30");
  world.socket.say({ type: "ok", id: "1" });
  await renewed;
  assert.deepEqual(world.socket.requests, [{ type: "token", id: "1", token: "e30" }]);
});

test("an error that answers nothing is told apart", () => {
  const { world, refusals } = opened();
  world.socket.say({ type: "error", code: "bad_message", message: "not JSON", retryable: false });
  assert.deepEqual(
    refusals.map(({ code }) => code),
    ["bad_message"],
  );
});
