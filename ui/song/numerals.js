// Shows or hides the Roman numerals of a song, as a visitor last wanted. The page loads this as a module.

import { keep, kept } from "../storage.js";

const WANTED = "chordscope-song-numerals"; // under which the browser keeps that

const listen = (document) => {
  let wanted = kept(WANTED) === "true";

  const show = () => {
    const button = document.querySelector(".song [data-numerals]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(wanted));
    button.closest(".song").classList.toggle("numerals", wanted);
  };

  document.addEventListener("drawn", show);
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.(".song [data-numerals]")) return;
    wanted = !wanted;
    keep(WANTED, String(wanted));
    show();
  });
};

if (globalThis.document) listen(globalThis.document);
