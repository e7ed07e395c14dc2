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

function editing(data: string, user = "alice") {
  return { kind: "state", key: "card:9", data, user } as const;
}

/** What the server was sent, with the ids to answer. */
function published(world: FakeWorld) {
  return world.socket.requests.map(({ id, event }) => [id, (event as { data: string }).data]);
}

/** A server that takes one message a second. */
function slow() {
  const world = new FakeWorld();
  const fanfare = connect("http://one", { environment: world });
  world.socket.welcome({ messagesPerSecond: 1, messageBurst: 1 });
  return { world, fanfare };
}

test("events that the server would refuse for its rate wait for their turn, and all are sent in order", async () => {
  const { world, fanfare } = opened();
  const all = Promise.all(Array.from({ length: 600 }, (_, n) => fanfare.publish("board", { kind: "notice", data: n })));
  assert.equal(world.socket.sent.length, 128);
  world.pass(10_000);
  const afterTenSeconds = world.socket.sent.length;
  assert(afterTenSeconds > 128 + 440 && afterTenSeconds <= 128 + 450, `${afterTenSeconds} were sent`);
  world.pass(1_000);
  assert.deepEqual(
    world.socket.requests.map(({ event }) => (event as { data: number }).data),
    Array.from({ length: 600 }, (_, n) => n),
  );
  for (const { id } of world.socket.requests) world.socket.say({ type: "ok", id, position: `${id}.a` });
  assert.equal((await all).length, 600);
});

test("of the states of a key that wait for their turn the newest is sent, and all resolve to its position", async () => {
  const { world, fanfare } = slow();
  const states = ["a", "b", "c"].map((data) => fanfare.publish("board", editing(data)));
  const gone = fanfare.publish("board", { kind: "gone", key: "card:9", user: "alice" });
  world.pass(2_000);
  assert.deepEqual(
    world.socket.requests.map(({ event }) => (event as { kind: string }).kind),
    ["state", "gone"],
  );
  world.socket.say({ type: "ok", id: "1", position: "1.a" }, { type: "ok", id: "2", position: "2.b" });
  assert.deepEqual(await Promise.all([...states, gone]), ["1.a", "2.b", "2.b", "2.b"]);
});

test("what replaced an event was refused: so is the event", async () => {
  const { world, fanfare } = slow();
  void fanfare.publish("board", NOTICE);
  const replaced = fanfare.publish("board", editing("a"));
  const newer = fanfare.publish("board", editing("b"));
  world.pass(2_000);
  world.socket.say({ type: "error", id: "2", code: "state_full", message: "no room", retryable: false });
  await assert.rejects(replaced, { code: "state_full" });
  await assert.rejects(newer, { code: "state_full" });
});

test("notices, other keys, other topics and other users' states are not replaced", async () => {
  const { world, fanfare } = slow();
  void fanfare.publish("board", NOTICE);
  void fanfare.publish("board", editing("a"));
  void fanfare.publish("board", { ...editing("b"), key: "card:8" });
  void fanfare.publish("elsewhere", editing("c"));
  void fanfare.publish("board", editing("d", "bob"));
  void fanfare.publish("board", NOTICE);
  world.pass(10_000);
  assert.deepEqual(
    published(world).map(([, data]) => data),
    ["stale", "a", "b", "c", "d", "stale"],
  );
});

test("a state that was sent and has no answer is not replaced: it may be stored", async () => {
  const { world, fanfare } = opened();
  const first = fanfare.publish("board", editing("a"));
  world.socket.cut();
  world.pass(250);
  world.socket.welcome({ messagesPerSecond: 1, messageBurst: 1 });
  const second = fanfare.publish("board", editing("b"));
  world.pass(2_000);
  assert.deepEqual(published(world), [
    ["1", "a"],
    ["2", "b"],
  ]);
  world.socket.say({ type: "ok", id: "1", position: "1.a" }, { type: "ok", id: "2", position: "2.b" });
  assert.deepEqual([await first, await second], ["1.a", "2.b"]);
});

test("what waited for its turn longer than 30 s is still sent", async () => {
  const { world, fanfare } = slow();
  const all = Promise.all(Array.from({ length: 40 }, () => fanfare.publish("board", NOTICE)));
  for (let answered = 0; answered < 40;) {
    world.pass(1_000);
    for (const { id } of world.socket.requests.slice(answered)) world.socket.say({ type: "ok", id, position: "1.a" });
    answered = world.socket.sent.length;
    await settled();
  }
  assert(world.now() > 40_000);
  assert.equal((await all).length, 40);
});

test("what was not sent before a cut is sent after it", async () => {
  const { world, fanfare } = slow();
  void fanfare.publish("board", NOTICE).catch(() => {});
  const waiting = fanfare.publish("board", OTHER);
  world.socket.cut();
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(published(world), [
    ["1", "stale"],
    ["2", "deleted"],
  ]);
  world.socket.say({ type: "ok", id: "2", position: "2.b" });
  assert.equal(await waiting, "2.b");
});

test("if there is no connection for 30 s it is known that nothing was sent", async () => {
  const { world, fanfare } = slow();
  const sent = fanfare.publish("board", NOTICE);
  const waiting = fanfare.publish("board", OTHER);
  world.socket.cut();
  world.pass(30_000);
  await assert.rejects(sent, { code: "outcome_unknown" });
  await assert.rejects(waiting, { code: "not_connected", retryable: true, message: /^nothing was sent/ });
});

test("what is refused for its rate all the same is sent again, and is not unknown", async () => {
  const { world, fanfare } = opened();
  const published = fanfare.publish("board", NOTICE);
  world.socket.say({ type: "error", id: "1", code: "rate_limited", message: "too fast", retryable: true });
  await settled();
  world.pass(250);
  world.socket.say({ type: "ok", id: "2", position: "1.a" });
  assert.equal(await published, "1.a");
});

test("more than 4,096 events do not wait", async () => {
  const { world, fanfare } = slow();
  const all = Array.from({ length: 4_096 }, () => fanfare.publish("board", NOTICE));
  for (const waiting of all) waiting.catch(() => {});
  await assert.rejects(fanfare.publish("board", NOTICE), { code: "rate_limited", retryable: true, message: /4096/ });
  fanfare.close();
  await assert.rejects(all[1] as Promise<string>, { code: "closed", message: /^nothing was sent/ });
  assert.equal(world.timers, 0);
});
