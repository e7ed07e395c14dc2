import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, connect, type FanfareError } from "../src/index.ts";
import { FakeWorld, settled } from "./world.ts";

function opened() {
  const world = new FakeWorld();
  const fanfare = connect("http://one", { environment: world });
  world.socket.welcome();
  return { world, fanfare };
}

function state(id: string, key: string) {
  return { kind: "state", id, at: 0, key, data: id };
}

function delta(from: string | null, to: string, ...events: readonly object[]) {
  return { type: "delta", topic: "board", from, to, ...(from === null ? { reset: true } : {}), events };
}

test("a topic is subscribed to at once, and its deltas make its view", () => {
  const { world, fanfare } = opened();
  const topic = fanfare.topic("board");
  const changes: Change[] = [];
  topic.on("change", (change) => changes.push(change));
  assert.deepEqual(world.socket.requests, [{ type: "subscribe", id: "1", topic: "board" }]);
  world.socket.say(
    { type: "ok", id: "1" },
    delta(null, "1.a", state("1.a", "x")),
    delta("1.a", "2.b", state("2.b", "y")),
  );
  assert.deepEqual([...topic.view.keys()], ["x", "y"]);
  assert.equal(topic.position, "2.b");
  assert.deepEqual(
    changes.map(({ events, reset }) => [events.length, reset]),
    [
      [1, true],
      [1, false],
    ],
  );
});

test("topics that are asked for before the welcome are subscribed to after it", () => {
  const world = new FakeWorld();
  const fanfare = connect("http://one", { environment: world });
  fanfare.topic("board");
  assert.deepEqual(world.socket.sent, []);
  world.socket.welcome();
  assert.deepEqual(world.socket.requests, [{ type: "subscribe", id: "1", topic: "board" }]);
});

test("after a cut every topic continues from its position", () => {
  const { world, fanfare } = opened();
  fanfare.topic("board");
  fanfare.topic("other");
  world.socket.say(delta(null, "1.a", state("1.a", "x")));
  world.socket.cut();
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.requests, [
    { type: "subscribe", id: "1", topic: "board", from: "1.a" },
    { type: "subscribe", id: "2", topic: "other" },
  ]);
});

test("a view is stale from a stale delta to the next that is not stale", () => {
  const { world, fanfare } = opened();
  const topic = fanfare.topic("board");
  const told: boolean[] = [];
  topic.on("change", ({ stale }) => told.push(stale));
  world.socket.say({ ...delta(null, "1.a", state("1.a", "x")), stale: true });
  assert.equal(topic.stale, true);
  world.socket.say(delta("1.a", "1.a"));
  assert.equal(topic.stale, false);
  assert.deepEqual(told, [true, false]);
});

test("a gap causes one subscribe", () => {
  const { world, fanfare } = opened();
  fanfare.topic("board");
  world.socket.say(delta(null, "1.a"), delta("2.b", "3.c"), delta("3.c", "4.d"));
  assert.deepEqual(world.socket.requests.slice(1), [{ type: "subscribe", id: "2", topic: "board", from: "1.a" }]);
});

test("a topic is followed until the last one has closed it", () => {
  const { world, fanfare } = opened();
  const [first, second] = [fanfare.topic("board"), fanfare.topic("board")];
  let told = 0;
  first.on("change", () => assert.fail("it is closed"));
  second.on("change", () => told++);
  first.close();
  first.close();
  world.socket.say(delta(null, "1.a", state("1.a", "x")));
  assert.equal(told, 1);
  assert.deepEqual([...second.view.keys()], ["x"]);
  second.close();
  fanfare.topic("board");
  assert.deepEqual(
    world.socket.requests.map(({ type }) => type),
    ["subscribe", "unsubscribe", "subscribe"],
  );
});

test("after a delta that changes the view there is another view, and the one before is as it was", () => {
  const { world, fanfare } = opened();
  const topic = fanfare.topic("board");
  const views = [topic.view];
  const see = (delta: object) => {
    world.socket.say(delta);
    views.push(topic.view);
  };
  see(delta(null, "1.a", state("1.a", "x")));
  see(delta("1.a", "2.b", { kind: "notice", id: "2.b", at: 0, data: 1 }));
  see(delta("2.b", "3.c", state("3.c", "y"), state("4.d", "z")));
  see(delta("3.c", "5.e", { kind: "gone", id: "5.e", at: 0, key: "x", reason: "cleared" }));
  see(delta(null, "6.f", state("6.f", "w")));
  assert.deepEqual(
    views.map((view) => [...view.keys()]),
    [[], ["x"], ["x"], ["x", "y", "z"], ["y", "z"], ["w"]],
  );
  assert.equal(views[1], views[2]);
  assert.equal(new Set(views).size, 5);
  assert.equal(topic.view, topic.view);
});

test("subscribe begins with what is there, as a reset, and goes on with every change", () => {
  const { world, fanfare } = opened();
  const early: Change[] = [];
  const topic = fanfare.topic("board");
  topic.subscribe((change) => early.push(change));
  assert.deepEqual(early, []);
  world.socket.say(delta(null, "1.a", state("1.a", "x"), state("1.b", "y")));
  const late: (readonly unknown[])[] = [];
  const off = fanfare
    .topic("board")
    .subscribe(({ view, events, reset, missed }) => late.push([[...view.keys()], events.length, reset, missed]));
  world.socket.say(delta("1.a", "2.b", state("2.b", "z")));
  off();
  world.socket.say(delta("2.b", "3.c", state("3.c", "w")));
  assert.deepEqual(late, [
    [["x", "y"], 2, true, false],
    [["x", "y", "z"], 1, false, false],
  ]);
  assert.equal(early.length, 3);
});

test("data has the types that the application gives it", () => {
  interface Card {
    readonly title: string;
  }
  const { world, fanfare } = opened();
  const cards = fanfare.topic<Card, "stale">("board");
  world.socket.say(delta(null, "1.a", { kind: "state", id: "1.a", at: 0, key: "x", data: { title: "Anthem" } }));
  const title: string | undefined = cards.view.get("x")?.data.title;
  assert.equal(title, "Anthem");
  cards.subscribe(({ events }) => {
    for (const event of events) {
      if (event.kind === "notice") {
        const stale: "stale" = event.data;
        assert(stale);
      }
    }
  });
  const card: Card = { title: "March" };
  void fanfare.publish("board", { kind: "state", key: "y", data: card });
});

test("a closed topic does not change and is not subscribed to again", () => {
  const { world, fanfare } = opened();
  const topic = fanfare.topic("board");
  topic.close();
  world.socket.say(delta(null, "1.a", state("1.a", "x")));
  assert.equal(topic.view.size, 0);
  world.socket.cut();
  world.pass(250);
  world.socket.welcome();
  assert.deepEqual(world.socket.sent, []);
});

test("a subscription that is refused for the moment is tried again after growing waits", async () => {
  const { world, fanfare } = opened();
  fanfare.topic("board");
  for (const [id, waitMs] of [
    ["1", 250],
    ["2", 500],
  ] as const) {
    world.socket.say({ type: "error", id, code: "rate_limited", message: "slow down", retryable: true });
    await settled();
    world.pass(waitMs - 1);
    assert.equal(world.socket.sent.length, Number(id));
    world.pass(1);
    assert.equal(world.socket.sent.length, Number(id) + 1);
  }
});

test("a subscription that is refused for good causes an error of the topic", async () => {
  const { world, fanfare } = opened();
  const errors: FanfareError[] = [];
  fanfare.topic("bo*rd").on("error", (error) => errors.push(error));
  world.socket.say({ type: "error", id: "1", code: "bad_message", message: "topic is bo*rd", retryable: false });
  await settled();
  assert.deepEqual(
    errors.map(({ code, message }) => [code, message]),
    [["bad_message", "topic is bo*rd"]],
  );
});

test("a removed listener is not called any more", () => {
  const { world, fanfare } = opened();
  let told = 0;
  const off = fanfare.topic("board").on("change", () => told++);
  world.socket.say(delta(null, "1.a"));
  off();
  world.socket.say(delta("1.a", "2.b"));
  assert.equal(told, 1);
});
