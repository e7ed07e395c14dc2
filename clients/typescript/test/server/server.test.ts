import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Change, connect, type Fanfare } from "../../src/index.ts";
import { freePort, ServerProcess, until } from "./process.ts";
import { CuttingProxy } from "./proxy.ts";

/** How long a client may take to recover from a fault, with reserve for a busy machine. */
const SOON_MS = 15_000;

const opened: Fanfare[] = [];
const started: ServerProcess[] = [];
const proxies: CuttingProxy[] = [];
after(async () => {
  for (const fanfare of opened) fanfare.close();
  for (const proxy of proxies) proxy.close();
  for (const server of started) await server.kill();
});

async function start(port: number): Promise<ServerProcess> {
  const server = await ServerProcess.start(port);
  started.push(server);
  return server;
}

function follow(servers: string | readonly string[], name: string) {
  const fanfare = connect(servers);
  opened.push(fanfare);
  const topic = fanfare.topic(name);
  const changes: Change[] = [];
  topic.on("change", (change) => changes.push(change));
  const value = (key: string) => topic.view.get(key)?.data;
  return { fanfare, topic, changes, value };
}

test("after its server was killed and started again, the client has the new view and a missed reset", async () => {
  const port = await freePort();
  const server = await start(port);
  const { fanfare, topic, changes, value } = follow(server.url, "board:42");
  await server.post("board:42", { kind: "state", key: "card:1", data: "before" });
  await until("the event has come", SOON_MS, () => value("card:1") === "before");

  await server.kill();
  await until("the client has noticed", SOON_MS, () => fanfare.status.state === "waiting");
  await assert.rejects(fanfare.publish("board:42", { kind: "notice", data: "lost?" }), {
    code: "not_connected",
    retryable: true,
  });

  const restarted = await start(port);
  const position = await restarted.post("board:42", { kind: "state", key: "card:2", data: "after" });
  fanfare.retryNow();
  await until("the view is that of the new server", SOON_MS, () => value("card:2") === "after");
  assert.deepEqual([...topic.view.keys()], ["card:2"]);
  assert.equal(topic.position, position);
  assert.equal(changes.filter(({ missed }) => missed).length, 1);
});

test("when its server is killed it continues with another one", async () => {
  const [first, second] = await Promise.all([freePort().then(start), freePort().then(start)]);
  const { fanfare, value } = follow([first.url, second.url], "board:43");
  await until("it is open", SOON_MS, () => fanfare.status.state === "open");
  await first.kill();
  await second.post("board:43", { kind: "state", key: "card:1", data: "from the second" });
  await until("it is served by the second", SOON_MS, () => value("card:1") === "from the second");
});

test("a server that hangs is noticed by its silence, and each missed event comes once when it continues", async () => {
  const server = await start(await freePort());
  const { fanfare, topic, changes, value } = follow(server.url, "board:45");
  const before = await server.post("board:45", { kind: "state", key: "card:1", data: "before" });
  await until("the event has come", SOON_MS, () => value("card:1") === "before");
  assert.equal(await fanfare.check(), true);

  server.pause();
  await until("the silence was noticed", SOON_MS, () => fanfare.status.state === "waiting");
  assert.match(fanfare.status.state === "waiting" ? fanfare.status.reason : "", /nothing was heard of the server/);
  server.resume();
  const after = await server.post("board:45", { kind: "state", key: "card:2", data: "after" });
  await until("it has caught up", SOON_MS, () => topic.position === after);
  assert.deepEqual(
    changes.flatMap(({ events }) => events.map(({ id }) => id)),
    [before, after],
  );
  assert.equal(changes.filter(({ missed }) => missed).length, 0);
});

test("an event whose answer is cut off is published once", async () => {
  const server = await start(await freePort());
  const proxy = await CuttingProxy.before(server.url);
  proxies.push(proxy);
  await server.post("board:46", { kind: "state", key: "card:1", data: 0 });
  const { fanfare, topic, changes, value } = follow(proxy.url, "board:46");
  await until("it has joined", SOON_MS, () => value("card:1") === 0);

  proxy.cutBehindTheServer();
  const published = [1, 2, 3].map((data) => fanfare.publish("board:46", { kind: "notice", data }));
  const positions = await Promise.all(published);
  await until("it has caught up", SOON_MS, () => topic.position === positions[2]);
  assert.equal(proxy.cuts, 1);
  const told = changes.slice(1).flatMap(({ events }) => events);
  assert.deepEqual(
    told.map(({ id }) => id),
    positions,
  );
  assert.deepEqual(
    told.map((event) => event.kind === "notice" && event.data),
    [1, 2, 3],
  );
});

test("published events come back in order, and a state expires after its time to live", async () => {
  const server = await start(await freePort());
  const { fanfare, topic, changes } = follow(server.url, "board:44");
  await until("it has joined", SOON_MS, () => changes.length === 1);
  const positions = [
    await fanfare.publish("board:44", {
      kind: "state",
      user: "zoë",
      key: "🎺",
      data: { text: "שלום\u2028" },
      ttlMs: 300,
    }),
    await fanfare.publish("board:44", { kind: "notice", key: "card:9", data: "stale" }),
  ];
  await until("the key is gone", SOON_MS, () => changes.flatMap(({ events }) => events).length === 3);
  const [state, notice, gone] = changes.flatMap(({ events }) => events);
  assert.deepEqual([state?.id, notice?.id], positions);
  assert.deepEqual(state?.kind === "state" && [state.key, state.data, state.user, state.ttlMs], [
    "🎺",
    { text: "שלום\u2028" },
    "zoë",
    300,
  ]);
  assert.deepEqual(gone?.kind === "gone" && [gone.key, gone.reason], ["🎺", "expired"]);
  assert.equal(topic.view.size, 0);
  await assert.rejects(fanfare.publish("board:44", { kind: "state", key: " ", data: 1 }), {
    code: "bad_message",
    retryable: false,
  });
});

test("what is published faster than the server allows is all stored: each notice, and the newest of the states", async () => {
  const server = await start(await freePort());
  const notices = follow(server.url, "board:47");
  const states = follow(server.url, "board:48");
  await until("both have joined", SOON_MS, () => notices.changes.length === 1 && states.changes.length === 1);

  const burst = Array.from({ length: 600 }, (_, n) => notices.fanfare.publish("board:47", { kind: "notice", data: n }));
  const typed: Promise<string>[] = [];
  const typing = setInterval(
    () => typed.push(states.fanfare.publish("board:48", { kind: "state", key: "card:1", data: typed.length })),
    10,
  );
  await until("1,000 states were published", 4 * SOON_MS, () => typed.length >= 1_000);
  clearInterval(typing);
  const last = typed.length - 1;

  assert.equal(new Set(await Promise.all(burst)).size, 600);
  const positions = await Promise.all(typed);
  await until("all has come back", SOON_MS, () => states.value("card:1") === last && noticed().length >= 600);
  assert.deepEqual(
    noticed(),
    burst.map((_, n) => n),
  );
  assert.equal(positions.at(-1), states.topic.position);
  assert.deepEqual(
    [notices, states].flatMap(({ fanfare, changes }) => [
      fanfare.status.state,
      changes.filter(({ missed }) => missed).length,
    ]),
    ["open", 0, "open", 0],
  );

  function noticed(): readonly unknown[] {
    return notices.changes.flatMap(({ events }) => events.map((event) => event.kind === "notice" && event.data));
  }
});
