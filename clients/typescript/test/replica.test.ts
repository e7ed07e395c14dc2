import assert from "node:assert/strict";
import { test } from "node:test";
import type { Delta } from "../src/delta.ts";
import { readServerMessage } from "../src/message.ts";
import { TopicReplica } from "../src/replica.ts";
import { fixtures } from "./fixtures.ts";

interface Scenario {
  readonly why: string;
  readonly steps: readonly { readonly receive: object; readonly then: { readonly verdict: string } }[];
}

for (const { name, text } of fixtures("reader")) {
  const { why, steps } = JSON.parse(text) as Scenario;
  test(`${name}: ${why}`, () => {
    const replica = new TopicReplica();
    for (const { receive, then } of steps) {
      const verdict = replica.receive(readServerMessage(JSON.stringify(receive)) as Delta);
      const view = Object.fromEntries([...replica.view].map(([key, { data }]) => [key, data]));
      assert.deepEqual({ verdict: verdict.kind, position: replica.position, view }, then);
    }
  });
}

function delta(from: string | null, to: string | null, more = false): Delta {
  const events = to === null ? [] : [{ kind: "state", id: to, at: 0, key: to, data: 1 } as const];
  return { type: "delta", topic: "t", from, to, events, ...(more ? { more } : {}) };
}

function missed(replica: TopicReplica, received: Delta): boolean {
  const verdict = replica.receive(received);
  assert(verdict.kind === "applied");
  return verdict.change.missed;
}

test("nothing was missed before the first delta", () => {
  assert.equal(missed(new TopicReplica(), delta(null, "9.z")), false);
});

test("notices may have been missed when a later delta is a reset", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, "1.a"));
  assert.equal(missed(replica, delta("1.a", "2.b")), false);
  assert.equal(missed(replica, delta(null, "9.z")), true);
});

test("the first event of an empty topic comes from nothing, and nothing was missed", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, null));
  assert.equal(missed(replica, delta(null, "1.a")), false);
});

test("what happened in an empty topic while the reader was away may have been missed", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, null));
  replica.rejoin();
  assert.equal(missed(replica, delta(null, "9.z")), true);
});

test("the parts that a cut connection has left are forgotten", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, "5.e", true));
  assert.equal(replica.rejoin(), null);
  replica.receive(delta(null, "5.e"));
  assert.equal(replica.view.size, 1);
});

test("after rejoining it asks again when something does not fit", () => {
  const replica = new TopicReplica();
  assert.equal(replica.receive(delta("7.g", "8.h")).kind, "resubscribe");
  assert.equal(replica.receive(delta("7.g", "8.h")).kind, "dropped");
  replica.rejoin();
  assert.deepEqual(replica.receive(delta("7.g", "8.h")), { kind: "resubscribe", from: null });
});
