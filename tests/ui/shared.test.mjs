// What the page's scripts share: node --test tests/ui/shared.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { media } from "../../ui/player.js";
import { keep, kept } from "../../ui/storage.js";

test("the recording is found in a shadow tree or without one, or not at all", () => {
  const audio = {};
  const inShadow = { querySelectorAll: () => [{}, { shadowRoot: { querySelector: () => audio } }] };
  assert.equal(media(inShadow), audio);
  assert.equal(media({ querySelectorAll: () => [{}], querySelector: () => audio }), audio);
  assert.equal(media({ querySelectorAll: () => [], querySelector: () => null }), null);
});

test("what cannot be kept is forgotten, and nothing worse", () => {
  globalThis.localStorage = new Map();
  Object.assign(localStorage, { getItem: (key) => localStorage.get(key) ?? null, setItem: (key, text) => localStorage.set(key, text) });
  assert.deepEqual([kept("key"), keep("key", "text"), kept("key")], [null, true, "text"]);
  delete globalThis.localStorage;
  assert.deepEqual([kept("key"), keep("key", "text")], [null, false]);
});
