// Presses the button of a song that has the key which was pressed, and shows the list of them. The page loads this
// as a module.

import { isSeen } from "../seen.js";

// Whether a key is for the song: not one that is typed, nor one of the browser's own.
export const isForSong = ({ ctrlKey, altKey, metaKey, target }) =>
  !(ctrlKey || altKey || metaKey) && !target.closest("input, select, textarea, dialog, [contenteditable]");

const ALIKE = { "=": "+", "_": "-", "−": "-" }; // of one key, with Shift and without

const listen = (document) => {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!isSeen(document.querySelector(".song"))) return;
    if (!(target === document.body || target.closest?.(".song")) || !isForSong(event)) return;
    const wanted = (ALIKE[key] ?? key).toLowerCase();
    const buttons = [...document.querySelectorAll(".song [aria-keyshortcuts]")];
    const button = buttons.find((other) => other.getAttribute("aria-keyshortcuts").toLowerCase() === wanted);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-song-help]")) document.querySelector(".song .help").showModal();
  });
};

if (globalThis.document) listen(globalThis.document);
