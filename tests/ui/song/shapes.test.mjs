// The cards of a song, and whether their place is open: node --test tests/ui/song/shapes.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { opens, unpack } from "../../../ui/song/shapes.js";

test("the card is as it was left, and at first open where there is room", () => {
  const expected = [[null, true, true], [null, false, false], ["false", true, false], ["true", false, true]];
  for (const [kept, roomy, open] of expected) assert.equal(opens(kept, roomy), open);
});

test("cards are unpacked, and none where they cannot be", async () => {
  const cards = { "E-flat major": "<svg>E♭</svg>" };
  assert.deepEqual(await unpack(deflateSync(JSON.stringify(cards)).toString("base64")), cards);
  assert.deepEqual(await unpack("nonsense"), {});
});
