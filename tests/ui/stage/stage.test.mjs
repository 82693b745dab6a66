// What the stage computes and says: node --test tests/ui/stage/stage.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const load = async (name) => {
  const source = await readFile(new URL(`../../../ui/stage/${name}`, import.meta.url), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
};
const { between, fractions, header, loudness, whole } = await load("samples.js");
const { steady } = await load("steady.js");
const { advice, clock, refusal } = await load("recording_words.js");
const { inWords, kindOf } = await load("failures.js");
const { crowdedOut } = await load("takes.js");
const { nextName, strip } = await load("strip.js");
const { fileData } = await load("sending.js");

const AGENTS = {
  iphone: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1",
  android: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  chrome: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
  safari: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
};

test("samples become whole numbers, and what is too loud is clipped", () => {
  assert.deepEqual([...whole(Float32Array.of(0, 0.5, -1, 1, 2, -3))], [0, 16383, -32767, 32767, 32767, -32767]);
});

test("a part of some blocks is joined, and whole numbers are samples again", () => {
  const blocks = [[1, 2], [3, 4], [5, 6]].map((block) => Int16Array.from(block));
  assert.deepEqual([...between(blocks, 3, 6)], [4, 5, 6]);
  assert.deepEqual([...between(blocks, 1, 2)], [2]);
  assert.deepEqual([...between(blocks, 0, 6)], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...between([], 0, 0)], []);
  assert.deepEqual([...fractions(whole(Float32Array.of(1, -1, 0)))], [1, -1, 0]);
});

// What is shown after each of some answers: "C" a sure one, "C?" one that is not, "N" no chord; "-" where nothing
// sounds any more.
const shownAfter = (answers) => {
  const next = steady();
  return answers.split(" ").map((answer) => {
    const { chord, sounding } = next({ chord: answer.replace("?", ""), sure: !answer.endsWith("?") });
    return chord ? chord.chord + (chord.sure ? "" : "?") + (sounding ? "" : "-") : "";
  }).join(" ");
};

test("what is played is named at once where nothing sounds, and steadily where something does", () => {
  assert.equal(shownAfter("N C C F F"), " C C C F");
  assert.equal(shownAfter("C? G? C? C? C"), "   C? C");
  assert.equal(shownAfter("C F C N C"), "C C C C C"); // a flicker
  assert.equal(shownAfter("C N N N"), "C C C- C-");
  assert.equal(shownAfter("C N N F F?"), "C C C- F F?");
});

test("a WAV file says how long it is, at which rate, with 16 bits on one channel", () => {
  const view = new DataView(header(1000, 48000));
  const text = (offset) => String.fromCharCode(...new Uint8Array(view.buffer, offset, 4));
  assert.deepEqual([0, 8, 12, 36].map(text), ["RIFF", "WAVE", "fmt ", "data"]);
  assert.deepEqual([4, 24, 28, 40].map((offset) => view.getUint32(offset, true)), [2036, 48000, 96000, 2000]);
  assert.deepEqual([20, 22, 32, 34].map((offset) => view.getUint16(offset, true)), [1, 1, 2, 16]);
});

test("half of full scale is 6 dB below it, and silence has a level too", () => {
  assert.equal(loudness(Float32Array.of(0.5, -0.5)).toFixed(2), "-6.02");
  assert.equal(loudness(new Float32Array(8)), -100);
});

test("who records is told when it is enough, when nothing is heard, and when it ends", () => {
  assert.match(advice(1, 600, -20), /ring/);
  assert.match(advice(4, 600, -20), /enough/);
  assert.match(advice(4, 600, -80), /hardly anything/);
  assert.match(advice(1, 600, -80), /ring/);
  assert.match(advice(580, 600, -20), /10:00/);
  assert.equal(clock(65.9), "1:05");
});

test("a refused microphone comes with the steps for the browser at hand", () => {
  const steps = Object.values(AGENTS).map((agent) => refusal("NotAllowedError", agent, false));
  assert.equal(new Set(steps).size, steps.length);
  assert.match(refusal("NotAllowedError", AGENTS.iphone, false), /Website Settings/);
  assert.match(refusal("NotAllowedError", AGENTS.safari, false), /menu bar/);
  assert.match(refusal("NotAllowedError", "another browser", true), /settings of your browser.*tab of its own/);
  assert.match(refusal("NotFoundError", AGENTS.chrome, false), /No microphone was found/);
  assert.equal(refusal("OverconstrainedError", AGENTS.safari, false), refusal("NotFoundError", AGENTS.safari, false));
  assert.match(refusal("TimeoutError", AGENTS.firefox, false), /sound did not start/);
  assert.match(refusal("SecurityError", AGENTS.chrome, false), /https/);
  assert.match(refusal("OddError", AGENTS.chrome, false), /OddError/);
});

test("gradio's reports are understood", () => {
  assert.equal(kindOf("Connection Lost Connection to the server was lost. Attempting reconnection..."), "lost");
  assert.equal(kindOf("Error Connection errored out. "), "lost");
  assert.equal(kindOf("Error This application is currently busy. Please try again. "), "full");
  assert.equal(kindOf("Error list index out of range"), "unexpected");
});

test("a failure that can pass is tried again, one that cannot is not", () => {
  const sentences = { large: "This file is larger than 1 MB.", unexpected: "Ours." };
  for (const kind of ["offline", "full"]) assert.ok(inWords(kind, sentences).again > 0);
  for (const kind of ["large", "unexpected", "away"]) assert.equal(inWords(kind, sentences).again, undefined);
  assert.equal(inWords("large", sentences).sentence, sentences.large);
});

test("the oldest takes make room, and what is too large goes alone", () => {
  const takes = [3, 4, 90, 5].map((size, id) => ({ id, file: { size } }));
  assert.deepEqual(crowdedOut(takes, { most: 9, bytes: 1000 }), []);
  assert.deepEqual(crowdedOut(takes, { most: 2, bytes: 1000 }), [1, 0]);
  assert.deepEqual(crowdedOut(takes, { most: 9, bytes: 20 }), [2]);
  assert.deepEqual(crowdedOut(takes, { most: 9, bytes: 10 }), [2, 0]);
});

test("takes are shown the newest first, and their names carry no markup", () => {
  const takes = [{ id: 1, name: "<b>.wav", heard: "C" }, { id: 2, name: "Recording 7" }];
  const html = strip(takes, 1, "en-GB");
  assert.ok(html.indexOf('data-take="2"') < html.indexOf('data-take="1"'));
  assert.match(html, /data-take="1" aria-current="true"/);
  assert.ok(!html.includes("<b>.wav"));
  assert.equal(nextName(takes), "Recording 8");
  assert.equal(nextName([]), "Recording 1");
});

test("a file that is handed over twice is told apart", () => {
  const [one, other] = [1, 2].map((number) => fileData("http://host", "/tmp/a.wav", { name: "a.wav", size: 3, type: "audio/wav" }, number));
  assert.equal(one.path, other.path);
  assert.notEqual(one.url, other.url);
});
