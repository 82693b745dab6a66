// What the button beside a chord says: node --test tests/ui/chord/replay_button.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { label } from "../../../ui/chord/replay_button.js";

const WORDS = { hear: "Hear", pause: "Pause" };

test("the button says what it does next", () => {
  assert.equal(label(WORDS, undefined), "Hear");
  assert.equal(label(WORDS, { paused: true, ended: false }), "Hear");
  assert.equal(label(WORDS, { paused: false, ended: false }), "Pause");
  assert.equal(label(WORDS, { paused: false, ended: true }), "Hear");
});
