// Which cell at which time: node --test tests/ui/song/song.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { lastBefore, nextChange, step } from "../../../ui/song/song.js";

const CHORDS = ["C", "C", "F", "G", "G", "C"];

test("a beat sounds from its time until the next one's", () => {
  const times = [0.5, 1, 1.5];
  const expected = [[0, -1], [0.49, -1], [0.5, 0], [0.99, 0], [1, 1], [1.5, 2], [60, 2]];
  for (const [now, index] of expected) assert.equal(lastBefore(times, now), index, `at ${now} s`);
  assert.equal(lastBefore([], 1), -1);
});

test("what comes next is another chord, not the same one in the next bar", () => {
  assert.deepEqual([-1, 0, 1, 2, 3, 4, 5].map((index) => nextChange(CHORDS, index)), [2, 2, 2, 3, 5, 5, -1]);
});

test("the right arrow leads to the next chord, and stays at the last", () => {
  assert.deepEqual([-1, 0, 2, 3, 5].map((index) => step(CHORDS, index, true)), [2, 2, 3, 5, 5]);
});

test("the left arrow leads to where a chord began, and from there to where the one before did", () => {
  assert.deepEqual([-1, 0, 1, 2, 3, 4, 5].map((index) => step(CHORDS, index, false)), [0, 0, 0, 0, 2, 3, 3]);
});
