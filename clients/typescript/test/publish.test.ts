import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, type FanfareError } from "../src/index.ts";
import { FakeWorld, settled } from "./world.ts";

const NOTICE = { kind: "notice", key: "card:9", data: "stale" } as const;
const OTHER = { kind: "notice", key: "card:9", data: "deleted" } as const;
const AWAY = { type: "error", code: "unavailable", message: "no store", retryable: true };

function opened() {
  const world = new FakeWorld();
  const refusals: FanfareError[] = [];
  const fanfare = connect("http://one", { environment: world, onError: (error) => refusals.push(error) });
  world.socket.welcome();
  return { world, fanfare, refusals };
}

test("it resolves to the position of the stored event", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  assert.deepEqual(world.socket.requests, [
    { type: "publish", id: "1", topic: "board", event: NOTICE, idempotencyKey: "0.50.5" },
  ]);
  world.socket.say({ type: "ok", id: "1", position: "17.a" });
  assert.equal(await position, "17.a");
});

test("answers may come in any order", async () => {
  const { world, fanfare } = opened();
  const both = Promise.all([fanfare.publish("board", NOTICE), fanfare.publish("board", NOTICE)]);
  world.socket.say({ type: "ok", id: "2", position: "18.b" }, { type: "ok", id: "1", position: "17.a" });
  assert.deepEqual(await both, ["17.a", "18.b"]);
});

test("it is rejected with the server's error", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  world.socket.say({ type: "error", id: "1", code: "state_full", message: "no room", retryable: false });
  await assert.rejects(position, { name: "FanfareError", code: "state_full", message: "no room", retryable: false });
});

test("every publish has a key of its own", () => {
  const { world, fanfare } = opened();
  void fanfare.publish("board", NOTICE);
  world.chance = 0.25;
  void fanfare.publish("board", NOTICE);
  assert.deepEqual(
    world.socket.requests.map(({ idempotencyKey }) => idempotencyKey),
    ["0.50.5", "0.250.25"],
  );
});

test("without a connection an event is rejected and not sent later", async () => {
  const { world, fanfare } = opened();
  world.socket.cut();
  await assert.rejects(fanfare.publish("board", NOTICE), { code: "not_connected", retryable: true });
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.sent, []);
});

test("after a cut, unanswered events are sent again in order and with the same keys", async () => {
  const { world, fanfare } = opened();
  const both = Promise.all([fanfare.publish("board", NOTICE), fanfare.publish("board", OTHER)]);
  const [first, second] = world.socket.requests;
  world.socket.cut();
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.requests, [first, second]);
  world.socket.say({ type: "ok", id: "1", position: "17.a" }, { type: "ok", id: "2", position: "18.b" });
  assert.deepEqual(await both, ["17.a", "18.b"]);
  assert.equal(world.socket.sent.length, 2);
});

test("an event that is refused for the moment is sent again later, and newer events wait for that", async () => {
  const { world, fanfare } = opened();
  const first = fanfare.publish("board", NOTICE);
  world.socket.say({ ...AWAY, id: "1" });
  await settled();
  const second = fanfare.publish("board", OTHER);
  world.pass(249);
  assert.equal(world.socket.sent.length, 1);
  world.pass(1);
  assert.deepEqual(
    world.socket.requests.map(({ id, event }) => [id, event]),
    [
      ["1", NOTICE],
      ["2", NOTICE],
      ["3", OTHER],
    ],
  );
  world.socket.say({ type: "ok", id: "2", position: "17.a" }, { type: "ok", id: "3", position: "18.b" });
  assert.deepEqual([await first, await second], ["17.a", "18.b"]);
});

for (const later of ["before", "after"]) {
  test(`an event is not sent again if a newer one is stored, answered ${later} the refusal`, async () => {
    const { world, fanfare } = opened();
    const first = fanfare.publish("board", NOTICE);
    const second = fanfare.publish("board", OTHER);
    const elsewhere = fanfare.publish("elsewhere", NOTICE);
    const answers = [
      { ...AWAY, id: "1" },
      { type: "ok", id: "2", position: "17.a" },
      { type: "ok", id: "3", position: "1.a" },
    ];
    world.socket.say(...(later === "before" ? [...answers].reverse() : answers));
    await assert.rejects(first, { code: "unavailable", retryable: true });
    assert.deepEqual([await second, await elsewhere], ["17.a", "1.a"]);
    world.pass(5_000);
    assert.equal(world.socket.requests.filter(({ type }) => type === "publish").length, 3);
  });
}

test("after 30 s without a connection it is given up with an unknown outcome", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  world.socket.cut();
  world.pass(29_999);
  world.pass(1);
  await assert.rejects(position, { code: "outcome_unknown", retryable: false, message: /unknown whether it was done/ });
  world.socket.welcome();
  assert.deepEqual(world.socket.sent, []);
});

test("after 30 s without an answer it is given up, also on an open connection", async () => {
  const { world, fanfare } = opened();
  const position = fanfare.publish("board", NOTICE);
  world.pass(29_999);
  world.socket.say({ type: "ping" });
  world.pass(1);
  await assert.rejects(position, { code: "outcome_unknown", message: /30000 ms were over before the answer came/ });
  world.socket.say({ type: "ok", id: "1", position: "17.a" });
  assert.equal(fanfare.status.state, "open");
});

test("it is sent at most ten times", async () => {
  const { world, fanfare } = opened();
  world.chance = 0;
  const position = fanfare.publish("board", NOTICE);
  for (let id = 1; id <= 10; id++) {
    world.socket.say({ ...AWAY, id: String(id) });
    await settled();
    world.pass(0);
  }
  await assert.rejects(position, { code: "unavailable", retryable: true });
  assert.equal(world.socket.sent.length, 10);
});

test("if the client is closed before the answer, the outcome is unknown", async () => {
  const { world, fanfare } = opened();
  const open = fanfare.publish("board", NOTICE);
  fanfare.close();
  await assert.rejects(open, { code: "outcome_unknown", message: /^closed by this side before the answer came/ });
  assert.equal(world.timers, 0);
});

test("if the client is closed between two connections, the outcome is unknown", async () => {
  const { world, fanfare } = opened();
  const cut = fanfare.publish("board", NOTICE);
  world.socket.cut();
  fanfare.close();
  await assert.rejects(cut, { code: "outcome_unknown", message: /^the connection was closed with code 1006 before/ });
  assert.equal(world.timers, 0);
});

test("after close() every publish is rejected", async () => {
  const { fanfare } = opened();
  fanfare.close();
  await assert.rejects(fanfare.publish("board", NOTICE), { code: "closed", retryable: false });
});

test("a message over the server's limit is not sent", async () => {
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

test("an error that answers no request goes to onError", () => {
  const { world, refusals } = opened();
  world.socket.say({ type: "error", code: "bad_message", message: "not JSON", retryable: false });
  assert.deepEqual(
    refusals.map(({ code }) => code),
    ["bad_message"],
  );
});
