// What is played, named while it is recorded: the last moments are sent to the server again and again.

import { header, whole } from "./samples.js";
import { steady } from "./steady.js";

const MOST = 8; // chords that are remembered

// Samples at another rate, as the browser itself does it.
const resampled = async ({ samples, rate }, wanted) => {
  const context = new OfflineAudioContext(1, Math.ceil((samples.length * wanted) / rate), wanted);
  const source = context.createBufferSource();
  source.buffer = context.createBuffer(1, samples.length, rate);
  source.buffer.copyToChannel(samples, 0);
  source.connect(context.destination);
  source.start();
  return (await context.startRendering()).getChannelData(0);
};

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Has the last moments of a recording named until the signal aborts; `told` hears each answer, and from and to which
// second the chord in it sounds. recorder: what the microphone gives. given: {path, seconds, first, pace, rest, rate}.
// choices: how the visitor likes chords to be named.
export const follow = async (recorder, given, root, choices, told, signal) => {
  const address = `${root}${given.path}?choices=${encodeURIComponent(choices)}`;
  const ask = async () => {
    const sent = recorder.length();
    const samples = whole(await resampled(recorder.recent(given.seconds), given.rate));
    const body = new Blob([header(samples.length, given.rate), samples]);
    const answer = await fetch(address, { method: "POST", body, signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const { began, ended, ...named } = await answer.json();
    return { ...named, since: sent - began, until: sent - ended };
  };
  await pause(1000 * given.first); // what is shorter holds no chord
  while (!signal.aborted) {
    const next = pause(1000 * given.pace);
    try {
      const answer = await ask();
      if (!signal.aborted) told(answer);
      await next;
    } catch {
      await pause(1000 * given.rest); // it will be named when it is whole
    }
  }
};

// Shows what is played in an element of its own, and below it what was before: buttons that know when it sounded.
export const display = (place) => {
  const [now, past] = [place.querySelector(".played"), place.querySelector(".before")];
  const next = steady();
  now.replaceChildren();
  past.replaceChildren();
  return (answer) => {
    const { chord, sounding } = next(answer);
    if (!chord) return;
    if (now.innerHTML !== chord.html) now.innerHTML = chord.html;
    now.classList.toggle("doubted", !chord.sure);
    now.classList.toggle("faded", !sounding);
    const latest = past.firstElementChild;
    if (latest?.textContent === chord.symbol) {
      latest.dataset.until = chord.until;
      return;
    }
    if (!chord.sure) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: chord.symbol });
    Object.assign(button.dataset, { since: chord.since, until: chord.until });
    button.setAttribute("aria-label", `Keep ${chord.symbol}`);
    past.prepend(button);
    if (past.childElementCount > MOST) past.lastElementChild.remove();
  };
};
