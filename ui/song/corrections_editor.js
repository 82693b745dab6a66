// The editor of a cell: what it offers, where it stands, which part of the cell is meant.

import { choices, clock, placeOf } from "./corrections_cells.js";

const GAP = 8; // px between the editor and what is around it
const SPLIT = 0.2; // seconds that a part lasts at least where nothing keeps time
const SAME = 0.05; // seconds by which times that were rounded, or come from an audio element, may differ

const makeButton = (text, act, { name, pressed } = {}) => {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "tool", textContent: text, onclick: act });
  if (name) made.setAttribute("aria-label", name);
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  return made;
};

// Beside the cell; on a phone, where the style sheet has it at the lower edge, the cell moves above it.
const place = (dialog, cell) => {
  const [box, { width, height, top }] = [cell.getBoundingClientRect(), dialog.getBoundingClientRect()];
  if (matchMedia("(max-width: 760px)").matches) return scrollBy(0, Math.max(0, box.bottom + GAP - top));
  const below = box.bottom + GAP + height < innerHeight ? box.bottom + GAP : box.top - GAP - height;
  dialog.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`;
  dialog.style.top = `${Math.max(GAP, Math.min(below, innerHeight - height - GAP))}px`;
};

// Plays a stretch of the recording, once.
const hear = (audio, [from, to]) => {
  audio.currentTime = from;
  audio.play();
  const stop = () => {
    if (audio.currentTime >= from - SAME && audio.currentTime < to && !audio.paused) return;
    audio.removeEventListener("timeupdate", stop);
    if (audio.currentTime < to + 1) audio.pause(); // else it was sent elsewhere, to go on there
  };
  audio.addEventListener("timeupdate", stop);
};

// Opens the editor for a cell, and returns what its buttons do and what becomes of a chord that was typed.
// song: the chart's data and cells, the dialog. correct: is told from when to when it is which label.
export const openEditor = ({ data, cells, dialog }, cell, audio, correct) => {
  const index = cells.indexOf(cell);
  const [from, to, own, , isSure] = data.cells[index];
  const beats = [...cell.querySelectorAll("[data-time]")].map(({ dataset }) => ({
    time: Number(dataset.time),
    place: Number(dataset.place ?? 0), // none where nothing keeps time
  }));
  let times = [from, to]; // of its parts
  let part = 0; // the one that is meant
  const find = (selector) => dialog.querySelector(selector);
  const span = () => times.slice(part, part + 2);

  const say = (...what) => {
    find(".said").replaceChildren(...what);
    find("input").setAttribute("aria-invalid", String(what.length > 0));
    place(dialog, cell); // it may have grown
  };

  const named = (start, end) => {
    const inside = beats.filter(({ time }) => time > start - SAME && time < end - SAME).map((beat) => beat.place);
    if (!inside[0]) return `${clock(start)} to ${clock(end)}`;
    return inside.length === 1 ? `beat ${inside[0]}` : `beats ${inside[0]} to ${inside.at(-1)}`;
  };

  const showParts = () => {
    const isMeant = (other) => ({ pressed: other === part });
    const each = times.slice(1).map((end, i) => makeButton(named(times[i], end), () => mean(i), isMeant(i)));
    find(".parts").replaceChildren(...each);
    find(".parts").hidden = each.length === 1;
  };

  const mean = (wanted) => {
    part = wanted;
    showParts();
    say();
    find(".parts [aria-pressed=true]").focus();
  };

  const split = (time) => {
    times = [from, time, to];
    mean(1);
  };

  const showCuts = () => {
    const now = audio?.currentTime;
    const isHere = now > from + SPLIT && now < to - SPLIT;
    const free = makeButton(isHere ? "Split where it plays" : "Split in the middle", () =>
      split(isHere ? now : (from + to) / 2),
    );
    const before = beats
      .slice(1)
      .map((beat) => makeButton(beat.place, () => split(beat.time), { name: `Split before beat ${beat.place}` }));
    const inBar = before.length ? ["Split before beat", ...before] : [];
    find(".split").replaceChildren(...(beats[0].place ? inBar : [free]));
  };

  const offer = ([label, symbol]) =>
    makeButton(!isSure && label === own ? `${symbol} is right` : symbol, () => correct(...span(), label));

  find("h3").textContent = placeOf(cell.querySelector(".spoken").textContent);
  find("input").value = "";
  find(".offers").replaceChildren(...choices(data, index).map(offer));
  find("[data-merge]").hidden = index === cells.length - 1;
  showParts();
  showCuts();
  dialog.showModal();
  cell.classList.add("cell-editing");
  say();
  find(".offers button").focus();

  return {
    hear: () => audio && hear(audio, span()),
    merge: () => correct(from, data.cells[index + 1][1], own),
    understood: ({ text, label, symbol, exact, error }) => {
      if (text !== find("input").value) return; // there is another by now
      const apply = () => correct(...span(), label);
      if (error) say(error);
      else if (exact) apply();
      else {
        const nearest = `${text} is more than this chart knows. The nearest chord is ${symbol}. `;
        say(nearest, makeButton(`Take ${symbol}`, apply));
      }
    },
  };
};
