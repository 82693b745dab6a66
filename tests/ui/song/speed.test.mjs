// Which speed comes next: node --test tests/ui/song/speed.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = await readFile(new URL("../../../ui/song/speed.js", import.meta.url), "utf8");
const { faster } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test("slower and faster stop at the ends", () => {
  assert.deepEqual([[0, -1], [5, -1], [0, 1], [5, 1]].map(([index, by]) => faster(index, by, 6)), [1, 5, 0, 4]);
});
