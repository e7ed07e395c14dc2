import assert from "node:assert/strict";
import { test } from "node:test";
import type { Status } from "../../clients/typescript/src/index.ts";
import { Cuts, inWords } from "../src/cuts.ts";

const LOST = "the connection was closed with code 1006";

function open(instance = "one"): Status {
  return { state: "open", url: "ws://one/v1/ws", instance, session: "s", user: null };
}

function connecting(attempt: number): Status {
  return { state: "connecting", attempt, url: "ws://one/v1/ws" };
}

function waiting(attempt: number, reason = LOST): Status {
  return { state: "waiting", attempt, retryInMs: 1000, reason };
}

/** The lines of the log after these statuses, each of which came a second after the one before. */
function told(...statuses: readonly Status[]): readonly string[] {
  const lines: string[] = [];
  let now = 0;
  const add = (sentence: string) => {
    const index = lines.push(sentence) - 1;
    return { say: (changed: string) => void (lines[index] = changed) };
  };
  const cuts = new Cuts(add, () => now);
  for (const status of statuses) {
    cuts.tell(status);
    now += 1000;
  }
  return lines;
}

test("the first connection is a line", () => {
  assert.deepEqual(told(open()), ["Connected to one"]);
});

test("a cut is a line from its begin", () => {
  assert.deepEqual(told(open(), waiting(1)), ["Connected to one", "Connection lost"]);
});

test("the tries change the line of their cut", () => {
  const tries = [connecting(1), waiting(2), connecting(2), waiting(3)];
  assert.deepEqual(told(open(), waiting(1), ...tries.slice(0, 2)).at(-1), "Connection lost, tried again once");
  assert.deepEqual(told(open(), waiting(1), ...tries), ["Connected to one", "Connection lost, tried again 2 times"]);
});

test("the line says in the end how long the cut was and where the connection is now", () => {
  assert.deepEqual(told(open(), waiting(1), connecting(1), waiting(2), connecting(2), open("two")), [
    "Connected to one",
    "Connection lost for 4 s, connected to two after 2 tries",
  ]);
});

test("a cut that ends as soon as it has begun is a line as well, and so is the next cut", () => {
  assert.deepEqual(told(open(), waiting(1), connecting(1), open(), waiting(1)), [
    "Connected to one",
    "Connection lost for 2 s, connected to one after 1 try",
    "Connection lost",
  ]);
});

test("a connection that lasts only a moment is part of the same cut", () => {
  assert.deepEqual(told(open(), waiting(1), connecting(1), open(), waiting(2), connecting(2), open()), [
    "Connected to one",
    "Connection lost for 5 s, connected to one after 2 tries",
  ]);
});

test("a server that cannot be reached from the begin is one line", () => {
  assert.deepEqual(told(waiting(1), connecting(1), waiting(2), connecting(2), open()), [
    "No connection for 4 s, connected to one after 2 tries",
  ]);
});

test("the reason of the cut stays, whatever the tries fail of", () => {
  const silence = "nothing was heard of the server";
  assert.deepEqual(told(open(), waiting(1, silence), connecting(1), waiting(2)), [
    "Connected to one",
    "Connection lost (nothing was heard of the server), tried again once",
  ]);
});

test("a connection that ends for good is told with its reason", () => {
  const reason = "the server said goodbye: message_too_large";
  assert.deepEqual(told(open(), { state: "closed", reason }), [
    "Connected to one",
    "Connection ended (this page sent a message that is too long)",
  ]);
});

for (const [reason, words] of [
  [LOST, ""],
  ["the connection was closed with code 1011", ""],
  ["nothing was heard of the server", "nothing was heard of the server"],
  ["the server sent an unreadable message: topic is missing", "the server sent something unreadable"],
  ["the server said goodbye: going_away", "the server is shutting down"],
  ["the server said goodbye: something_new", ""],
] as const) {
  test(`in words: ${reason}`, () => assert.equal(inWords(reason), words));
}

for (const [seconds, words] of [
  [0, "less than a second"],
  [1, "1 s"],
  [119, "119 s"],
  [120, "2 min"],
] as const) {
  test(`a cut of ${seconds} s lasted ${words}`, () => {
    const lines: string[] = [];
    let now = 0;
    const cuts = new Cuts(
      () => ({ say: (changed) => void lines.push(changed) }),
      () => now,
    );
    cuts.tell(open());
    cuts.tell(waiting(1));
    now = seconds * 1000;
    cuts.tell(open());
    assert.match(lines.at(-1) ?? "", new RegExp(`^Connection lost for ${words}, connected to one`));
  });
}
