import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, type Status } from "../src/index.ts";
import { FakeWorld } from "./world.ts";

function connected(servers: string | readonly string[] = "http://one:8123") {
  const world = new FakeWorld();
  const told: Status[] = [];
  const fanfare = connect(servers, { environment: world, onStatus: (status) => told.push(status) });
  return { world, told, fanfare };
}

test("it is open after the server's welcome", () => {
  const { world, fanfare } = connected("https://one/under/");
  assert.equal(world.socket.url, "wss://one/under/v1/ws");
  assert.equal(fanfare.status.state, "connecting");
  world.socket.welcome({ instance: "instance-1" });
  assert.deepEqual(fanfare.status, {
    state: "open",
    url: "wss://one/under/v1/ws",
    instance: "instance-1",
    session: "s",
    user: null,
  });
});

test("it answers a ping", () => {
  const { world } = connected();
  world.socket.welcome();
  world.socket.say({ type: "ping" });
  assert.deepEqual(world.socket.requests, [{ type: "pong" }]);
});

test("after a cut it waits, says why and how long, and tries the next server", () => {
  const { world, told, fanfare } = connected(["http://one", "http://two"]);
  world.socket.welcome();
  world.socket.cut();
  assert.deepEqual(fanfare.status, {
    state: "waiting",
    attempt: 1,
    retryInMs: 250,
    reason: "the connection was closed with code 1006",
  });
  world.pass(250);
  assert.equal(world.socket.url, "ws://two/v1/ws");
  world.socket.cut();
  world.pass(500);
  assert.equal(world.socket.url, "ws://one/v1/ws");
  assert.deepEqual(
    told.map(({ state }) => state),
    ["open", "waiting", "connecting", "waiting", "connecting"],
  );
});

test("the waits grow until a session has been stable", () => {
  const { world, fanfare } = connected();
  const waits = [0, 5000, 0].map((openMs) => {
    world.socket.welcome();
    world.pass(openMs);
    world.socket.cut();
    const wait = fanfare.status.state === "waiting" ? fanfare.status.retryInMs : Number.NaN;
    world.pass(wait);
    return wait;
  });
  assert.deepEqual(waits, [250, 250, 500]);
});

test("after a goodbye with a time it reconnects after that time", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  world.socket.say({ type: "goodbye", code: 4000, reason: "going_away", retryAfterMs: 1500 });
  world.socket.cut(4000);
  assert.deepEqual(fanfare.status, {
    state: "waiting",
    attempt: 1,
    retryInMs: 1750,
    reason: "the server said goodbye: going_away",
  });
});

test("after a goodbye without a time it does not reconnect", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  world.socket.say({ type: "goodbye", code: 4500, reason: "message_too_large", retryAfterMs: null });
  world.socket.cut(4500);
  assert.deepEqual(fanfare.status, { state: "closed", reason: "the server said goodbye: message_too_large" });
  assert.equal(world.timers, 0);
});

for (const [code, state] of [
  [1000, "waiting"],
  [4000, "waiting"],
  [4499, "waiting"],
  [4500, "closed"],
  [4999, "closed"],
] as const) {
  test(`after close code ${code} it is ${state}`, () => {
    const { world, fanfare } = connected();
    world.socket.cut(code);
    assert.equal(fanfare.status.state, state);
  });
}

test("silence for two heartbeats ends the session without waiting for the socket", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  world.pass(49_999);
  assert.equal(fanfare.status.state, "open");
  world.pass(1);
  assert.equal(fanfare.status.state, "waiting");
  assert.equal(world.socket.closed, true);
});

test("any message keeps the session open", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  for (let beat = 0; beat < 5; beat++) {
    world.pass(40_000);
    world.socket.say({ type: "ping" });
  }
  assert.equal(fanfare.status.state, "open");
});

test("a check asks the server, and silence for 3 s ends the session", async () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  const answered = fanfare.check();
  assert.deepEqual(world.socket.requests, [{ type: "unsubscribe", id: "1", topic: "nobody-follows-this" }]);
  world.pass(2_999);
  assert.equal(fanfare.status.state, "open");
  world.pass(1);
  assert.deepEqual(fanfare.status, {
    state: "waiting",
    attempt: 1,
    retryInMs: 250,
    reason: "nothing was heard of the server",
  });
  assert.equal(await answered, false);
});

for (const answer of [
  { type: "ok", id: "1" },
  { type: "error", id: "1", code: "rate_limited", message: "too fast", retryable: true },
]) {
  test(`a check that the server answers with ${answer.type} changes nothing, and another one counts anew`, async () => {
    const { world, told, fanfare } = connected();
    world.socket.welcome();
    const answered = fanfare.check();
    world.pass(2_000);
    world.socket.say(answer);
    assert.equal(await answered, true);
    void fanfare.check();
    world.pass(2_999);
    assert.deepEqual(
      told.map(({ state }) => state),
      ["open"],
    );
    world.pass(1);
    assert.equal(fanfare.status.state, "waiting");
  });
}

test("any message saves a checked session, also while the answer is still to come", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  void fanfare.check();
  world.pass(2_000);
  world.socket.say({ type: "ping" });
  world.pass(1_000);
  assert.equal(fanfare.status.state, "open");
});

test("repeated checks do not put off the end", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  for (let second = 0; second < 3; second++) {
    void fanfare.check();
    world.pass(1_000);
  }
  assert.equal(fanfare.status.state, "waiting");
});

test("a check without a connection finds no server", async () => {
  const { world, fanfare } = connected();
  assert.equal(await fanfare.check(), false);
  world.socket.welcome();
  world.socket.cut();
  assert.equal(await fanfare.check(), false);
  assert.deepEqual(world.socket.requests, []);
});

test("a server that never sends a welcome is given up after 10 s", () => {
  const { world, fanfare } = connected();
  world.pass(10_000);
  assert.equal(fanfare.status.state, "waiting");
});

test("later events of a socket that was given up are ignored", () => {
  const { world, told } = connected();
  const dead = world.socket;
  dead.welcome();
  world.pass(50_000);
  dead.welcome({ instance: "ghost" });
  dead.cut();
  assert.deepEqual(
    told.map(({ state }) => state),
    ["open", "waiting"],
  );
});

test("a frame that cannot be read ends the session, and the client reconnects", () => {
  const { world, fanfare } = connected();
  world.socket.welcome();
  world.socket.sayRaw('{"type":"delta"}');
  assert.equal(
    fanfare.status.state === "waiting" && fanfare.status.reason,
    "the server sent an unreadable message: topic is missing, expected a string",
  );
  world.pass(250);
  world.socket.welcome();
  assert.equal(fanfare.status.state, "open");
});

test("retryNow ends a wait", () => {
  const { world, fanfare } = connected();
  world.socket.cut();
  fanfare.retryNow();
  assert.equal(fanfare.status.state, "connecting");
  world.pass(250);
  assert.equal(world.sockets.length, 2);
});

for (const when of ["connecting", "open", "waiting"]) {
  test(`closed while ${when} it leaves neither a timer nor a socket`, () => {
    const { world, fanfare } = connected();
    if (when === "open") world.socket.welcome();
    if (when === "waiting") world.socket.cut();
    fanfare.close();
    assert.deepEqual(fanfare.status, { state: "closed", reason: "closed by this side" });
    assert.equal(world.timers, 0);
    assert.equal(world.socket.closed, true);
  });
}

test("a server URL that is neither http nor ws is refused at once", () => {
  assert.throws(
    () => connect("ftp://one", { environment: new FakeWorld() }),
    /the server is ftp:\/\/one, expected an http or ws URL/,
  );
  assert.throws(() => connect([], { environment: new FakeWorld() }), /expected at least one URL/);
});

test("where there is no WebSocket, as on a server that renders, nothing fails and the status says why", async () => {
  const present = Object.getOwnPropertyDescriptor(globalThis, "WebSocket");
  delete (globalThis as { WebSocket?: unknown }).WebSocket;
  const fanfare = connect("http://one");
  if (present !== undefined) Object.defineProperty(globalThis, "WebSocket", present);
  assert.equal(fanfare.status.state, "closed");
  assert.match(fanfare.status.state === "closed" ? fanfare.status.reason : "", /no WebSocket/);
  const topic = fanfare.topic("board");
  topic.subscribe(() => assert.fail("there is nothing"));
  assert.equal(topic.view.size, 0);
  await assert.rejects(fanfare.publish("board", { kind: "notice", data: 1 }), { code: "closed" });
  topic.close();
  fanfare.close();
});

test("the option WebSocket opens the sockets", () => {
  const urls: string[] = [];
  class Recorded {
    onmessage = null;
    onclose = null;
    constructor(url: string, protocol: string) {
      urls.push(`${url} ${protocol}`);
    }
    send() {}
    close() {}
  }
  const fanfare = connect("http://one", { WebSocket: Recorded });
  assert.deepEqual(urls, ["ws://one/v1/ws fanfare.v1"]);
  fanfare.close();
});
