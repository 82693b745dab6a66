// Which keys are for the song: node --test tests/ui/song/keys.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { isForSong } from "../../../ui/song/keys.js";

const on = (isTyped) => ({ closest: () => (isTyped ? {} : null) });

test("a key is for the song, unless it is typed or the browser's own", () => {
  assert.ok(isForSong({ target: on(false) }));
  assert.ok(!isForSong({ target: on(true) }));
  assert.ok(!isForSong({ ctrlKey: true, target: on(false) }));
});
