import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, type Card, contentOf } from "../src/cards.ts";
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
