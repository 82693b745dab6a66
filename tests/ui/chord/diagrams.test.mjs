// Which shape comes next: node --test tests/ui/chord/diagrams.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { around, swiped } from "../../../ui/chord/diagrams.js";

test("the arrows lead around and around", () => {
  assert.deepEqual([0, 1, 2].map((place) => around(place, 1, 3)), [1, 2, 0]);
  assert.deepEqual([0, 1, 2].map((place) => around(place, -1, 3)), [2, 0, 1]);
  assert.equal(around(0, 1, 1), 0);
});

test("a swipe to the left leads on, to the right back, and a tap or a scroll nowhere", () => {
  const from = { x: 200, y: 300 };
  const to = [[120, 310], [290, 290], [195, 300], [100, 420]].map(([x, y]) => ({ x, y }));
  assert.deepEqual(to.map((end) => swiped(from, end)), [1, -1, 0, 0]);
});
