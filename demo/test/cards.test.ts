import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, type Card, type ColumnId, contentOf, told } from "../src/cards.ts";
import { together } from "../src/people.ts";

const CARD: Card = { id: "1", title: "One", subtitle: "at first", points: 1, column: "todo" };

test("a card that nobody has saved has its initial content", () => {
  assert.deepEqual(contentOf(CARD, undefined), { subtitle: "at first", column: "todo" });
});

test("a saved card has the saved content, also an empty subtitle", () => {
  assert.deepEqual(contentOf(CARD, { subtitle: "", column: "done" }), { subtitle: "", column: "done" });
});

for (const nonsense of [null, "text", 7, ["done"], { subtitle: 7, column: "attic" }]) {
  test(`invalid fields have their initial values: ${JSON.stringify(nonsense)}`, () => {
    assert.deepEqual(contentOf(CARD, nonsense), { subtitle: "at first", column: "todo" });
  });
}

test("there is no column beyond the first and the last", () => {
  assert.deepEqual([beside("todo", -1), beside("todo", 1), beside("done", 1)], [undefined, "doing", undefined]);
});

test("names are joined as in a sentence", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(together), ["", "a", "a and b", "a, b and c"]);
});

for (const [subtitle, column, sentence] of [
  ["at first", "doing", "alice moved “One” to Doing"],
  ["changed", "todo", "alice changed the text of “One” to “changed”"],
  ["", "todo", "alice removed the text of “One”"],
  ["changed", "done", "alice moved “One” to Done and changed its text to “changed”"],
  ["", "done", "alice moved “One” to Done and removed its text"],
  ["at first", "todo", "alice saved “One” as it was"],
  ["two\nlines", "todo", "alice changed the text of “One” to “two lines”"],
  ["x".repeat(200), "todo", `alice changed the text of “One” to “${"x".repeat(100)}…”`],
] as const satisfies readonly (readonly [string, ColumnId, string])[]) {
  test(sentence, () => assert.equal(told("alice", CARD, CARD, { subtitle, column }), sentence));
}
