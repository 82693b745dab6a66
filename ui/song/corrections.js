// Corrects a song's chart: opens the editor of a cell, keeps what is corrected, wishes it of the server, marks it.

import { isOf, withOne } from "./corrections_cells.js";
import { openEditor } from "./corrections_editor.js";
import { forget, recall, store } from "./corrections_kept.js";
import { isSeen } from "../seen.js";
import { recognise } from "./recording.js";

const LONG_PRESS = 500; // ms
const STEADY = 10; // px that a finger may move within a long press

const listen = (document) => {
  let song; // what is on the page: its parts, what its chart says, what its corrections are to be
  let isOn = false; // cells open the editor
  let editor; // of the cell that was opened last
  let asked; // the corrections that were sent last and are not shown yet, as JSON
  let held; // a long press that began
  let audio; // the player of the recording
  let taken; // the file that the server got last: its name and size
  let back; // the time of the cell that is to have the focus when the chart is drawn again
  let opened; // the time of the cell whose editor is open

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
    count();
  };

  // Says how many corrections there are, and for how long.
  const count = () => {
    const { length } = song.data.corrections;
    const where = song.recording.lasts ? "kept in this browser" : "kept until you leave";
    song.root.querySelector(".kept").textContent = length
      ? `${length} correction${length === 1 ? "" : "s"}, ${where}`
      : "";
    for (const button of song.root.querySelectorAll("[data-undo]")) button.hidden = !length;
  };

  const entitle = (heading, title) => {
    heading.textContent = title;
    heading.dataset.title = title;
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
      [asked, opened] = [undefined, undefined];
    }
    const [dialog, cells] = [root.querySelector(".editor"), [...root.querySelectorAll(".cell")]];
    return { root, data, recording, dialog, cells };
  };

  const open = (cell) => {
    if (!song.cells.includes(cell) || song.dialog.open) return;
    editor = openEditor(song, cell, audio, correct);
    [opened] = song.data.cells[song.cells.indexOf(cell)];
  };

  const cellAt = (time) => song.cells[Math.max(0, song.data.cells.findLastIndex(([from]) => from <= time + 0.05))];

  const refocus = () => {
    cellAt(back).focus({ preventScroll: true });
    back = undefined;
  };

  // With the chart, gradio draws the editor anew, closed and empty, whoever is using it.
  const reopen = () => {
    const input = song.dialog.querySelector("input");
    const typed = input.value;
    song.dialog.setAttribute("open", ""); // or else it could not be closed, and nothing else be pressed
    song.dialog.close();
    open(cellAt(opened));
    if (typed) Object.assign(input, { value: typed }).focus();
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
    if (opened !== undefined) reopen();
    await song.recording.ready;
    if (song !== drawn) return;
    if (song.recording.title) entitle(root.querySelector("[data-title]"), song.recording.title);
    if (JSON.stringify(song.data.corrections) === asked) asked = undefined;
    const wanted = JSON.stringify(song.recording.corrections);
    if (JSON.stringify(song.data.corrections) !== wanted && asked !== wanted) wish();
  });

  document.addEventListener("player", ({ detail }) => (audio = detail));
  document.addEventListener("take", ({ detail }) => (taken = { name: detail.orig_name, size: detail.size }));

  document.addEventListener("understood", ({ detail }) => {
    if (song?.dialog.open && detail) editor.understood(detail);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest?.(".editor")) return;
    event.preventDefault();
    const typed = event.target.querySelector("input").value;
    song.root.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: typed }));
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
    if (target.closest?.("[data-forget]")) {
      forget();
      if (song) song.recording.lasts = false;
      if (song) count();
    }
    if (!song || !target.closest?.(".song")) return;
    if (target.closest("[data-correct]")) turn(!isOn);
    else if (target.closest("[data-undo]")) undo();
    else if (target.closest("[data-hear]")) editor.hear();
    else if (target.closest("[data-close]")) song.dialog.close();
    else if (target.closest("[data-merge]")) editor.merge();
    else if (target === song.dialog) {
      const { left, right, top, bottom } = song.dialog.getBoundingClientRect();
      const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (!isInside) song.dialog.close();
    }
  });

  const onClose = ({ target }) => {
    if (!target.matches?.(".editor") || target.open) return; // it was opened again meanwhile
    opened = undefined;
    for (const cell of target.closest(".song").querySelectorAll(".cell-editing")) cell.classList.remove("cell-editing");
  };
  document.addEventListener("close", onClose, { capture: true }); // it does not bubble

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
    const { target, key, ctrlKey, altKey, metaKey } = event;
    if (!isSeen(song?.root) || key.toLowerCase() !== "e" || ctrlKey || altKey || metaKey) return;
    if (target.closest?.("select")) return;
    const cell = target.closest?.(".song .cell");
    if (!cell && target !== document.body && !target.closest?.(".now")) return;
    event.preventDefault();
    open(cell ?? song.cells.find((other) => other.tabIndex === 0) ?? song.cells[0]);
  });
};

if (globalThis.document) listen(globalThis.document);
