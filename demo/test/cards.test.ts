import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, type Card, contentOf } from "../src/cards.ts";
import { together } from "../src/people.ts";

const CARD: Card = { id: "1", title: "One", subtitle: "at first", points: 1, column: "todo" };

test("a card that nobody has saved is as it was at first", () => {
  assert.deepEqual(contentOf(CARD, undefined), { subtitle: "at first", column: "todo" });
});

test("a card is as it was saved, an empty subtitle included", () => {
  assert.deepEqual(contentOf(CARD, { subtitle: "", column: "done" }), { subtitle: "", column: "done" });
});

for (const nonsense of [null, "text", 7, ["done"], { subtitle: 7, column: "attic" }]) {
  test(`what makes no sense is as if it were not there: ${JSON.stringify(nonsense)}`, () => {
    assert.deepEqual(contentOf(CARD, nonsense), { subtitle: "at first", column: "todo" });
  });
}

test("there is nothing beside the last column", () => {
  assert.deepEqual([beside("todo", -1), beside("todo", 1), beside("done", 1)], [undefined, "doing", undefined]);
});

test("names are put together as one would say them", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(together), ["", "a", "a and b", "a, b and c"]);
});
