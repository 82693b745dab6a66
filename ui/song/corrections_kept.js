// The corrections of songs, which the browser keeps under the fingerprints of their recordings.

import { keep, kept } from "../storage.js";

const KEY = "chordscope-corrections";
const MOST_SONGS = 300; // whose corrections are kept, those corrected last

// All that is kept, after these corrections of a recording; a recording without any, and the one that was
// corrected longest ago if there are too many, is forgotten.
export const keeping = (before, print, corrections) => {
  const { [print]: _, ...others } = before;
  const all = corrections.length ? { ...others, [print]: corrections } : others;
  return Object.fromEntries(Object.entries(all).slice(-MOST_SONGS));
};

const keptCorrections = () => {
  try {
    return JSON.parse(kept(KEY)) ?? {};
  } catch {
    return {};
  }
};

// The corrections of a recording; none of one without a fingerprint.
export const recall = (print) => keptCorrections()[print] ?? [];

// Keeps the corrections of a recording, and tells if that worked.
export const store = (print, corrections) =>
  Boolean(print) && keep(KEY, JSON.stringify(keeping(keptCorrections(), print, corrections)));

export const forget = () => keep(KEY, "{}");
