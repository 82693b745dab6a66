// The corrections of songs, which the browser keeps under the fingerprints of their recordings.

const KEY = "chordscope-corrections"; // in the browser's own storage, which no server sees
const MOST_SONGS = 300; // whose corrections are kept, those corrected last

// All that is kept, after these corrections of a recording; a recording without any, and the one that was
// corrected longest ago if there are too many, is forgotten.
export const keeping = (kept, print, corrections) => {
  const { [print]: _, ...others } = kept;
  const all = corrections.length ? { ...others, [print]: corrections } : others;
  return Object.fromEntries(Object.entries(all).slice(-MOST_SONGS));
};

const all = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};

// The corrections of a recording; none of one without a fingerprint.
export const recall = (print) => all()[print] ?? [];

// Keeps the corrections of a recording, and tells if that worked: storage may be full or forbidden.
export const store = (print, corrections) => {
  try {
    if (print) localStorage.setItem(KEY, JSON.stringify(keeping(all(), print, corrections)));
    return Boolean(print);
  } catch {
    return false;
  }
};

export const forget = () => localStorage.removeItem(KEY);
