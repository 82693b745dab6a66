// Corrects a song's chart: an editor for the cell that is pressed, and what is wished of the server.

import { choices, clock, isOf, placeOf, withOne } from "./corrections_cells.js";
import { forget, recall, store } from "./corrections_kept.js";
import { recognise } from "./song_recording.js";

const LONG_PRESS = 500; // ms
const STEADY = 10; // px that a finger may move within a long press

const listen = (document) => {
  let song; // what is on the page: its parts, what its chart says, what its corrections are to be
  let isOn = false; // cells open the editor
  let editing; // the cell that the editor is open for, the times of its parts, which of them is meant
  let asked; // the corrections that were sent last and are not shown yet, as JSON
  let held; // a long press that began
  let audio; // the player of the recording
  let taken; // the file that the server got last: its name and size
  let back; // the time of the cell that is to have the focus when the chart is drawn again

  // Recognises the recording on the page, and recalls its corrections; those made in the meantime come after.
  const meet = async (recording) => {
    const before = recording.corrections.length;
    Object.assign(recording, await recognise(() => audio, recording.seconds, taken));
    if (!recording.print) return;
    const made = recording.corrections.slice(before);
    recording.corrections = [...recall(recording.print), ...made];
    recording.lasts = made.length === 0 || store(recording.print, recording.corrections);
  };

  const wish = () => {
    asked = JSON.stringify(song.recording.corrections);
    song.root.dispatchEvent(
      new CustomEvent("wish", { bubbles: true, detail: { corrections: song.recording.corrections } }),
    );
  };

  const change = (corrections, time) => {
    const { recording } = song;
    recording.corrections = corrections;
    recording.lasts = store(recording.print, corrections);
    back = time;
    song.dialog.close();
    wish();
  };

  const correct = (start, end, label) =>
    change(withOne(song.recording.corrections, { start, end, label }, song.data.most), start);

  const undo = () => {
    const last = song.recording.corrections.at(-1);
    if (last) change(song.recording.corrections.slice(0, -1), last.start);
  };

  const mark = () => {
    const { cells, corrections } = song.data;
    song.cells.forEach((cell, index) => {
      const [from, to] = cells[index];
      if (!corrections.some((one) => isOf(one, from, to))) return;
      cell.classList.add("cell-corrected");
      cell.querySelector(".spoken").append(", corrected");
    });
    const count = corrections.length;
    const where = song.recording.lasts ? "kept in this browser" : "kept until you leave";
    song.root.querySelector(".kept").textContent = count
      ? `${count} correction${count === 1 ? "" : "s"}, ${where}`
      : "";
    for (const button of song.root.querySelectorAll("[data-undo]")) button.hidden = !count;
  };

  const turn = (on) => {
    isOn = on;
    song.root.classList.toggle("correcting", isOn);
    song.root.querySelector("[data-correct]").setAttribute("aria-pressed", String(isOn));
  };

  const take = (root) => {
    const data = JSON.parse(root.querySelector("[data-correcting]").textContent);
    const url = audio?.src;
    let recording = song?.recording;
    if (!recording || recording.url !== url || recording.seconds !== data.seconds) {
      recording = { url, seconds: data.seconds, corrections: data.corrections };
      recording.ready = meet(recording);
      asked = undefined;
    }
    return { root, data, recording, dialog: root.querySelector(".editor"), cells: [...root.querySelectorAll(".cell")] };
  };

  const button = (text, name, act, pressed) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "tool", textContent: text, onclick: act });
    if (name) made.setAttribute("aria-label", name);
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
    return made;
  };

  const part = (selector) => song.dialog.querySelector(selector);
  const span = () => editing.times.slice(editing.part, editing.part + 2);

  // Beside the cell; on a phone, where the style sheet has it at the lower edge, the cell moves above it.
  const place = (cell) => {
    const edge = song.dialog.getBoundingClientRect().top;
    if (matchMedia("(max-width: 760px)").matches) {
      return scrollBy(0, Math.max(0, cell.getBoundingClientRect().bottom + 12 - edge));
    }
    const [box, { width, height }] = [cell.getBoundingClientRect(), song.dialog.getBoundingClientRect()];
    const below = box.bottom + 8 + height < innerHeight ? box.bottom + 8 : box.top - 8 - height;
    song.dialog.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    song.dialog.style.top = `${Math.max(8, Math.min(below, innerHeight - height - 8))}px`;
  };

  const say = (text, ...more) => {
    part(".said").replaceChildren(text, ...more);
    part("input").setAttribute("aria-invalid", String(Boolean(text)));
    if (song.dialog.open) place(song.cells[editing.index]); // it may have grown
  };

  const split = (time) => {
    editing.times = [editing.times[0], time, editing.times.at(-1)];
    editing.part = 1;
    fill();
    part(".parts [aria-pressed=true]").focus();
  };

  const parts = () => {
    const { times, beats } = editing;
    const name = (from, to) => {
      const places = beats.filter(({ time }) => time > from - 0.05 && time < to - 0.05).map(({ place }) => place);
      if (!places[0]) return `${clock(from)} to ${clock(to)}`;
      return places.length === 1 ? `beat ${places[0]}` : `beats ${places[0]} to ${places.at(-1)}`;
    };
    part(".parts").hidden = times.length === 2;
    part(".parts").replaceChildren(
      ...times.slice(1).map((to, index) =>
        button(name(times[index], to), "", () => {
          editing.part = index;
          fill();
          part(".parts [aria-pressed=true]").focus();
        }, index === editing.part),
      ),
    );
  };

  const cuts = () => {
    const { beats, times } = editing;
    const [from, to] = [times[0], times.at(-1)];
    const now = audio?.currentTime;
    const isHere = now > from + 0.2 && now < to - 0.2;
    const free = button(isHere ? "Split where it plays" : "Split in the middle", "", () =>
      split(isHere ? now : (from + to) / 2),
    );
    const places = beats.slice(1).map(({ place, time }) => button(place, `Split before beat ${place}`, () => split(time)));
    const inBars = places.length ? ["Split before beat", ...places] : [];
    part(".split").replaceChildren(...(beats[0].place ? inBars : [free]));
  };

  const fill = () => {
    const { index } = editing;
    part("h3").textContent = placeOf(song.cells[index].querySelector(".spoken").textContent);
    parts();
    const [, , own, , sure] = song.data.cells[index];
    part(".offers").replaceChildren(
      ...choices(song.data, index).map(([label, symbol]) => {
        const confirms = !sure && label === own;
        return button(confirms ? `${symbol} is right` : symbol, "", () => correct(...span(), label));
      }),
    );
    cuts();
    part("[data-merge]").hidden = index === song.cells.length - 1;
    say("");
  };

  // Plays the part that is meant, once.
  const hear = () => {
    const [from, to] = span();
    if (!audio) return;
    audio.currentTime = from;
    audio.play();
    const stop = () => {
      if (audio.currentTime >= from - 0.1 && audio.currentTime < to && !audio.paused) return;
      audio.removeEventListener("timeupdate", stop);
      if (audio.currentTime < to + 1) audio.pause(); // else it was sent elsewhere, to go on there
    };
    audio.addEventListener("timeupdate", stop);
  };

  const open = (cell) => {
    const index = song.cells.indexOf(cell);
    if (index < 0 || song.dialog.open) return;
    const [from, to] = song.data.cells[index];
    const beats = [...cell.querySelectorAll("[data-time]")].map(({ dataset }) => ({
      time: Number(dataset.time),
      place: Number(dataset.place ?? 0),
    }));
    editing = { index, beats, times: [from, to], part: 0 };
    part("input").value = "";
    fill();
    song.dialog.showModal();
    cell.classList.add("cell-editing");
    song.dialog.addEventListener("close", () => cell.classList.remove("cell-editing"), { once: true });
    place(cell);
    part(".offers button").focus();
  };

  const refocus = () => {
    const index = song.data.cells.findLastIndex(([from]) => from <= back + 0.05);
    back = undefined;
    song.cells[Math.max(0, index)].focus({ preventScroll: true });
  };

  document.addEventListener("drawn", async ({ target }) => {
    const root = target.querySelector(".song:has([data-correcting])");
    if (!root && !song?.root.isConnected) song = undefined;
    if (!root) return;
    song = take(root);
    const drawn = song;
    turn(isOn);
    mark();
    if (back !== undefined) refocus();
    await song.recording.ready;
    if (song !== drawn) return;
    if (song.recording.title) root.querySelector("[data-title]").textContent = song.recording.title;
    if (JSON.stringify(song.data.corrections) === asked) asked = undefined;
    const wanted = JSON.stringify(song.recording.corrections);
    if (JSON.stringify(song.data.corrections) !== wanted && asked !== wanted) wish();
  });

  document.addEventListener("player", ({ detail }) => (audio = detail));
  document.addEventListener("take", ({ detail }) => (taken = { name: detail.orig_name, size: detail.size }));

  document.addEventListener("understood", ({ detail }) => {
    if (!song?.dialog.open || detail?.text !== part("input").value) return;
    if (detail.error) return say(detail.error);
    const apply = () => correct(...span(), detail.label);
    if (detail.exact) return apply();
    const name = `${detail.text} is more than this chart knows. The nearest chord is ${detail.symbol}. `;
    say(name, button(`Take ${detail.symbol}`, "", apply));
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest?.(".editor")) return;
    event.preventDefault();
    song.root.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: part("input").value }));
  });

  document.addEventListener(
    "click",
    (event) => {
      const cell = isOn && !event.shiftKey && event.target.closest?.(".song .cell");
      const isLetGo = held?.over && event.detail > 0;
      if (!song || !(cell || isLetGo)) return;
      event.stopPropagation(); // or else it would play from there
      if (!isLetGo) open(cell);
      held = undefined;
    },
    true,
  );

  document.addEventListener("click", ({ target, clientX, clientY }) => {
    if (target.closest?.("[data-forget]")) forget();
    if (!song || !target.closest?.(".song")) return;
    if (target.closest("[data-correct]")) turn(!isOn);
    else if (target.closest("[data-undo]")) undo();
    else if (target.closest("[data-hear]")) hear();
    else if (target.closest("[data-close]")) song.dialog.close();
    else if (target.closest("[data-merge]")) {
      const [from, , label] = song.data.cells[editing.index];
      correct(from, song.data.cells[editing.index + 1][1], label);
    } else if (target === song.dialog) {
      const { left, right, top, bottom } = song.dialog.getBoundingClientRect();
      const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (!isInside) song.dialog.close();
    }
  });

  document.addEventListener("dblclick", ({ target }) => {
    const cell = target.closest?.(".song .cell");
    if (song && cell) open(cell);
  });

  document.addEventListener("pointerdown", ({ target, pointerType, clientX, clientY }) => {
    const cell = pointerType !== "mouse" && target.closest?.(".song .cell");
    clearTimeout(held?.timer);
    held = undefined;
    if (!song || !cell) return;
    const timer = setTimeout(() => {
      held.over = true; // the click that may follow is part of it
      open(cell);
    }, LONG_PRESS);
    held = { timer, clientX, clientY };
  });
  document.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (held && Math.hypot(clientX - held.clientX, clientY - held.clientY) > STEADY) clearTimeout(held.timer);
  });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => clearTimeout(held?.timer));
  document.addEventListener("contextmenu", (event) => {
    if (held && event.target.closest?.(".song .cell")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!song || key.toLowerCase() !== "e" || target.closest?.("select") || event.ctrlKey || event.altKey || event.metaKey) return;
    const cell = target.closest?.(".song .cell");
    if (!cell && target !== document.body && !target.closest?.(".now")) return;
    event.preventDefault();
    open(cell ?? song.cells.find((other) => other.tabIndex === 0) ?? song.cells[0]);
  });
};

if (globalThis.document) listen(globalThis.document);
