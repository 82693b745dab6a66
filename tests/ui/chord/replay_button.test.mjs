// What the button beside a chord says: node --test tests/ui/chord/replay_button.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = await readFile(new URL("../../../ui/chord/replay_button.js", import.meta.url), "utf8");
const { label, media } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const WORDS = { hear: "Hear", pause: "Pause" };

test("the button says what it does next", () => {
  assert.equal(label(WORDS, undefined), "Hear");
  assert.equal(label(WORDS, { paused: true, ended: false }), "Hear");
  assert.equal(label(WORDS, { paused: false, ended: false }), "Pause");
  assert.equal(label(WORDS, { paused: false, ended: true }), "Hear");
});

test("the recording is found in a shadow tree or without one, or not at all", () => {
  const audio = {};
  const inShadow = { querySelectorAll: () => [{}, { shadowRoot: { querySelector: () => audio } }] };
  assert.equal(media(inShadow), audio);
  assert.equal(media({ querySelectorAll: () => [{}], querySelector: () => audio }), audio);
  assert.equal(media({ querySelectorAll: () => [], querySelector: () => null }), null);
});
