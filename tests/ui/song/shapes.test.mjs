// Whether the card is open: node --test tests/ui/song/shapes.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = await readFile(new URL("../../../ui/song/shapes.js", import.meta.url), "utf8");
const { opens } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test("the card is as it was left, and at first open where there is room", () => {
  const expected = [[null, true, true], [null, false, false], ["false", true, false], ["true", false, true]];
  for (const [kept, roomy, open] of expected) assert.equal(opens(kept, roomy), open);
});
