// Which speed comes next: node --test tests/ui/song/speed.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { faster } from "../../../ui/song/speed.js";

test("slower and faster stop at the ends", () => {
  assert.deepEqual([[0, -1], [5, -1], [0, 1], [5, 1]].map(([index, by]) => faster(index, by, 6)), [1, 5, 0, 4]);
});
