// Which part of a song repeats, and when: node --test tests/ui/song/loop.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasEnded, section, within } from "../../../ui/song/loop.js";

const STARTS = [0.5, 1.5, 2.5, 3.5];

test("a section goes from where its first cell begins to where its last one ends, in either order", () => {
  assert.deepEqual(section(STARTS, 1, 2, 5), { start: 1.5, end: 3.5 });
  assert.deepEqual(section(STARTS, 2, 1, 5), { start: 1.5, end: 3.5 });
  assert.deepEqual(section(STARTS, 3, 3, 4.2), { start: 3.5, end: 4.2 });
});

test("a section is found again among other cells", () => {
  const marked = section(STARTS, 1, 2, 5);
  assert.deepEqual(within(STARTS, marked), [1, 2]);
  assert.deepEqual(within([0.5, 1, 1.5, 2, 2.5, 3, 3.5], marked), [2, 3, 4, 5]);
  assert.deepEqual(within([0.5, 4.5], marked), [0]); // in the midst of a longer one
});

test("the player that comes to the end goes back; one that is sent beyond it plays on there", () => {
  const marked = { start: 1.5, end: 3.5 };
  assert.ok(hasEnded(3.46, 3.49, marked));
  assert.ok(!hasEnded(3.3, 3.4, marked));
  assert.ok(!hasEnded(1.6, 9, marked));
  assert.ok(!hasEnded(4, 4.02, marked));
});
