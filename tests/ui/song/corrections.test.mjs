// What is offered, marked and kept: node --test tests/ui/song/corrections.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { choices, clock, isOf, placeOf, withOne } from "../../../ui/song/corrections_cells.js";
import { keeping } from "../../../ui/song/corrections_kept.js";
import { hex, titled } from "../../../ui/song/recording.js";

const DATA = {
  cells: [
    [0, 2, "C:maj", "C", true, 0],
    [2, 3, "A:min7", "Am7", false, 1],
    [3, 4, "F:maj", "F", true, 2],
  ],
  offers: [[["C:maj", "C"], ["E:min", "Em"]], [["A:min7", "Am7"], ["C:maj", "C"]], [["D:min", "Dm"]]],
};

test("a cell in doubt offers what it is, what else it may be, its neighbours, and silence", () => {
  const labels = choices(DATA, 1).map(([label]) => label);
  assert.deepEqual(labels, ["A:min7", "C:maj", "F:maj", "N"]);
});

test("one without a doubt does not offer itself", () => {
  assert.deepEqual(choices(DATA, 0), [["E:min", "Em"], ["A:min7", "Am7"], ["N", "N.C."]]);
});

test("one that was corrected offers what was heard", () => {
  assert.deepEqual(choices(DATA, 2)[0], ["D:min", "Dm"]);
});

test("a correction is of a cell if they share half of the shorter", () => {
  const one = { start: 2, end: 4 };
  const expected = [[2, 4, true], [2.04, 2.5, true], [0, 8, true], [0, 2.04, false], [3.96, 5, false], [5, 6, false]];
  for (const [from, to, is] of expected) assert.equal(isOf(one, from, to), is, `${from} to ${to}`);
});

test("a cell is told by its bar or its time", () => {
  assert.deepEqual(["Bar 2, beat 1: A minor", "0:01.3: C major"].map(placeOf), ["Bar 2, beat 1", "0:01.3"]);
});

test("there are as many corrections as the server takes", () => {
  assert.deepEqual(withOne([1, 2, 3], 4, 3), [2, 3, 4]);
});

test("each recording has its own, and the one corrected last is forgotten last", () => {
  const kept = keeping(keeping(keeping({}, "one", [1]), "two", [2]), "one", [1, 3]);
  assert.deepEqual(Object.entries(kept), [["two", [2]], ["one", [1, 3]]]);
  assert.deepEqual(keeping(kept, "one", []), { two: [2] });
  let many = {};
  for (let i = 0; i < 320; i += 1) many = keeping(many, `${i.toString(16)}x`, [i]);
  assert.equal(Object.keys(many).length, 300);
  assert.ok(!("0x" in many));
});

test("fingerprints, titles and times are written as people expect", () => {
  assert.equal(hex(Uint8Array.from([0, 10, 255]).buffer), "000aff");
  assert.deepEqual(["01 My_Tune.mp3", "Émile (live).flac", "a.b.wav", "song"].map(titled), ["01 My Tune", "Émile (live)", "a.b", "song"]);
  assert.deepEqual([0, 9.96, 62.54].map(clock), ["0:00.0", "0:10.0", "1:02.5"]);
});
