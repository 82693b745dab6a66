// The names of files: node --test tests/ui/song/takeaway.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName } from "../../../ui/song/takeaway.js";

test("a title with strokes and colons is still the name of a file", () => {
  assert.equal(fileName("AC/DC: T.N.T?", ".mid"), "AC_DC_ T.N.T_.mid");
  assert.equal(fileName(" Lá Élan ", ".txt"), "Lá Élan.txt");
});
