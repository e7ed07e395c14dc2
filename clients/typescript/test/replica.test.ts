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
      const { kind } = verdict;
      const told = kind === "applied" ? { reset: verdict.change.reset, missed: verdict.change.missed } : {};
      assert.deepEqual({ verdict: kind, position: replica.position, ...told, view }, then);
    }
  });
}

function delta(from: string | null, to: string | null, more = false): Delta {
  const events = to === null ? [] : [{ kind: "state", id: to, at: 0, key: to, data: 1 } as const];
  const reset = from === null ? { reset: true } : {};
  return { type: "delta", topic: "t", from, to, ...reset, events, ...(more ? { more } : {}) };
}

test("a reset after a reconnect may have missed notices, also if the topic was empty before", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, null));
  replica.rejoin();
  const verdict = replica.receive(delta(null, "9.z"));
  assert(verdict.kind === "applied");
  assert.equal(verdict.change.missed, true);
});

test("rejoining forgets the parts of an incomplete delta", () => {
  const replica = new TopicReplica();
  replica.receive(delta(null, "5.e", true));
  assert.equal(replica.rejoin(), null);
  replica.receive(delta(null, "5.e"));
  assert.equal(replica.view.size, 1);
});

test("after rejoining it asks again if a delta does not fit", () => {
  const replica = new TopicReplica();
  assert.equal(replica.receive(delta("7.g", "8.h")).kind, "resubscribe");
  assert.equal(replica.receive(delta("7.g", "8.h")).kind, "dropped");
  replica.rejoin();
  assert.deepEqual(replica.receive(delta("7.g", "8.h")), { kind: "resubscribe", from: null });
});
