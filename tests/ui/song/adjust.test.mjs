// What is adjusted by which button: node --test tests/ui/song/adjust.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { barFrom, turned } from "../../../ui/song/adjust.js";

test("keys go round: a semitone up from the highest is the lowest", () => {
  assert.deepEqual([[5, 1], [11, 1], [0, -1]].map(([index, by]) => turned(index, by, 12)), [6, 0, 11]);
});

test("a bar that is to begin at its third beat begins two beats later", () => {
  assert.equal(barFrom({ shift: 0 }, 3, 1).shift, 2);
  assert.equal(barFrom({ shift: 2 }, 1, 1).shift, 2);
  assert.deepEqual(barFrom({ capo: 2, shift: 1 }, 2, 1), { capo: 2, shift: 2 });
});

test("at half the tempo a beat is two that were heard", () => {
  assert.deepEqual(barFrom({ pace: -1, shift: 1 }, 3, 2), { pace: -1, shift: 5 });
  assert.deepEqual(barFrom({ pace: 1, shift: 1 }, 3, 1), { pace: 1, shift: 3 });
});
