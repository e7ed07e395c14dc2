import assert from "node:assert/strict";
import { test } from "node:test";
import { FanfareError } from "../../clients/typescript/src/index.ts";
import type { Comment } from "../src/api.ts";
import { Details } from "../src/details.ts";

/** A server that answers when the test calls `answer`. */
class Scripted {
  readonly told: unknown[] = [];
  connected = true;
  readonly #answers: ((comments: readonly Comment[] | Promise<never>) => void)[] = [];

  comments(): Promise<readonly Comment[]> {
    return new Promise((resolve) => this.#answers.push(resolve));
  }

  refuse(): void {
    this.#answers.shift()?.(Promise.reject(new Error("refused")));
  }

  async addComment(...comment: unknown[]): Promise<void> {
    this.told.push(["stored", ...comment]);
  }

  async publish(...notice: unknown[]): Promise<string> {
    if (!this.connected) throw new FanfareError("not_connected", "nothing was sent", true);
    this.told.push(["told", ...notice]);
    return "5.own";
  }

  answer(...texts: readonly string[]): void {
    this.#answers.shift()?.(texts.map((text, at) => ({ by: "bob", text, at })));
  }

  get asked(): number {
    return this.#answers.length;
  }
}

function scripted() {
  const server = new Scripted();
  const details = new Details(server, server, "board:demo", () => {});
  const notice = (id: string) => details.notice({ kind: "notice", id, at: 0, key: "101", data: "stale" });
  return { server, details, notice };
}

test("a notice marks its card, and a refresh removes the mark", async () => {
  const { server, details, notice } = scripted();
  notice("1.a");
  assert.equal(details.isStale("101"), true);
  const refreshed = details.refresh("101");
  server.answer("one");
  await refreshed;
  assert.equal(details.isStale("101"), false);
  assert.deepEqual(
    details.comments("101")?.map(({ text }) => text),
    ["one"],
  );
});

test("a notice during a fetch leaves the card stale", async () => {
  const { server, details, notice } = scripted();
  notice("1.a");
  const refreshed = details.refresh("101");
  notice("2.b");
  server.answer("one");
  await refreshed;
  assert.equal(details.isStale("101"), true);
});

for (const when of ["before", "after"]) {
  test(`the tab's own notice marks nothing, received ${when} the fetch`, async () => {
    const { server, details, notice } = scripted();
    const added = details.add("alice", "101", "hello");
    if (when === "before") notice("5.own");
    assert.equal(details.isStale("101"), false);
    while (server.asked === 0) await Promise.resolve();
    server.answer("hello");
    await added;
    if (when === "after") notice("5.own");
    assert.equal(details.isStale("101"), false);
  });
}

test("a comment is stored before its notice is published", async () => {
  const { server, details } = scripted();
  const added = details.add("alice", "101", "hello");
  while (server.asked === 0) await Promise.resolve();
  server.answer("hello");
  await added;
  assert.deepEqual(server.told, [
    ["stored", "alice", "101", "hello"],
    ["told", "board:demo", { kind: "notice", user: "alice", key: "101", data: "stale" }],
  ]);
});

test("a stored comment counts as added without a connection, and others are told once there is one", async () => {
  const { server, details } = scripted();
  server.connected = false;
  const added = details.add("alice", "101", "hello");
  while (server.asked === 0) await Promise.resolve();
  server.answer("hello");
  await added;
  assert.deepEqual(server.told, [["stored", "alice", "101", "hello"]]);
  server.connected = true;
  details.live();
  details.live();
  assert.deepEqual(server.told.slice(1), [
    ["told", "board:demo", { kind: "notice", user: "alice", key: "101", data: "stale" }],
  ]);
});

test("a stored comment counts as added, also if it cannot be fetched", async () => {
  const { server, details } = scripted();
  const added = details.add("alice", "101", "hello");
  while (server.asked === 0) await Promise.resolve();
  server.refuse();
  await added;
  assert.equal(details.isStale("101"), true);
});
