// Which keys are for the song: node --test tests/ui/song/keys.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const source = await readFile(new URL("../../../ui/song/keys.js", import.meta.url), "utf8");
const { isForSong } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const on = (isTyped) => ({ closest: () => (isTyped ? {} : null) });

test("a key is for the song, unless it is typed or the browser's own", () => {
  assert.ok(isForSong({ target: on(false) }));
  assert.ok(!isForSong({ target: on(true) }));
  assert.ok(!isForSong({ ctrlKey: true, target: on(false) }));
});
