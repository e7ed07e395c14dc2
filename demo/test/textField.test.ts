import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_TEXT, room } from "../src/textField.ts";

for (const [length, words] of [
  [0, ""],
  [LONGEST_TEXT - 301, ""],
  [LONGEST_TEXT - 300, "300 characters left"],
  [LONGEST_TEXT - 1, "1 character left"],
  [LONGEST_TEXT, "No character left of 3,000"],
  [LONGEST_TEXT + 1, "1 character too many: at most 3,000"],
  [LONGEST_TEXT + 1234, "1,234 characters too many: at most 3,000"],
] as const) {
  test(`of a text of ${length} characters the counter says “${words}”`, () => assert.equal(room(length), words));
}
