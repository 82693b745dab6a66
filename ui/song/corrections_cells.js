// What of a song's corrections concerns which cell of its chart.

// Corrections with one more; the last word counts. most: as many as a server takes.
export const withOne = (corrections, one, most) => [...corrections, one].slice(-most);

// Tells if a correction is of this stretch, from one time to another: if they share half of the shorter.
export const isOf = ({ start, end }, from, to) =>
  2 * (Math.min(end, to) - Math.max(start, from)) > Math.min(end - start, to - from);

// The chords, as [label, symbol], that a cell offers: what was heard there and may be, what its neighbours are,
// and none at all; its own first if that is in doubt, and else not.
export const choices = ({ cells, offers }, index) => {
  const [, , label, symbol, sure, own] = cells[index];
  const beside = [cells[index - 1], cells[index + 1]].filter(Boolean).map((cell) => cell.slice(2, 4));
  const all = [...(sure ? [] : [[label, symbol]]), ...offers[own], ...beside, ["N", "N.C."]];
  return all.filter(([one], place) => all.findIndex(([other]) => other === one) === place && !(sure && one === label));
};

// Where a cell is, by what is said of it: "Bar 2, beat 1: A minor", "0:01.3: C major".
export const placeOf = (said) => said.split(": ")[0];

// "1:02.5"
export const clock = (time) => {
  const tenths = Math.round(10 * time);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
};
