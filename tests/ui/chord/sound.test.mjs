// Which notes sound when something is pressed: node --test tests/ui/chord/sound.test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const listeners = {};
const frequencies = [];
const parameter = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };

Object.assign(globalThis, {
  document: { addEventListener: (type, listener) => (listeners[type] = listener) },
  AudioContext: class {
    currentTime = 0;
    resume() {}
  },
  GainNode: class {
    gain = parameter;
    connect() {}
  },
  OscillatorNode: class {
    constructor(context, { frequency }) {
      frequencies.push(frequency);
    }
    connect = (gain) => gain;
    start() {}
    stop() {}
  },
});
(0, eval)(readFileSync(new URL("../../../ui/chord/sound.js", import.meta.url), "utf8"));

// The MIDI notes that sound when an element is pressed, and the lowest frequency. capo: of what is around it.
const press = (play, capo) => {
  let notes;
  const element = {
    dataset: { play },
    closest: (selector) => (selector === "[data-play]" ? element : capo && { dataset: { capo } }),
    dispatchEvent: ({ detail }) => (notes = detail),
  };
  frequencies.length = 0;
  listeners.click({ target: element });
  return [notes, Math.min(...frequencies)];
};

test("a button plays its notes", () => {
  assert.deepEqual(press("69 73 76"), [[69, 73, 76], 440]);
});

test("behind a capo they are so many semitones higher", () => {
  assert.deepEqual(press("57 61 64", "12"), [[69, 73, 76], 440]);
  assert.deepEqual(press("66", "3"), [[69], 440]);
});
