// Shows the shape of the chord that sounds in a song, in one card whose switch and arrows stay where they are. The
// page loads this as a module.

import { keep, kept } from "../storage.js";

const OPEN = "chordscope-song-shape"; // under which the browser keeps whether it is
const BESIDE = "(min-width: 1000px)"; // where the card has a place of its own beside the chart

// Whether the card is open at first: as it was left, or else where it takes no room from the chart.
export const opens = (left, roomy) => (left === null ? roomy : left === "true");

// The cards that ui/song/shapes.py packed, by what their chords are called; none in a browser that cannot unpack.
export const unpack = async (packed) => {
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return await new Response(inflated).json();
  } catch {
    return {};
  }
};

const listen = (document) => {
  let packed, cards; // of the song on the page, and what comes of them
  let left = kept(OPEN); // "true", "false", or null until a visitor has opened or closed it
  let shown; // the name of the chord that sounds

  // Only what differs is replaced, so that the focus and the choice of an instrument stay.
  const fill = (place, fresh) => {
    const card = place.firstElementChild;
    if (!card) return place.append(fresh);
    for (const shapes of fresh.querySelectorAll("[data-for]")) {
      const old = card.querySelector(`[data-for="${shapes.dataset.for}"]`);
      shapes.hidden = old.hidden;
      old.replaceWith(shapes);
    }
    card.querySelector(".hear").setAttribute("aria-label", fresh.querySelector(".hear").getAttribute("aria-label"));
    card.querySelector(".caption").removeAttribute("aria-live");
    card.draw();
  };

  const show = async (name) => {
    shown = name;
    const text = document.querySelector(".song [data-shapes]")?.textContent ?? "";
    if (text !== packed) [packed, cards] = [text, unpack(text)];
    const card = (await cards)[name];
    const place = document.querySelector(".song .moment-card");
    if (!place || shown !== name || (place.firstElementChild && place.dataset.shown === name)) return;
    place.classList.toggle("moment-silent", !card);
    place.dataset.shown = name;
    if (card) fill(place, document.createRange().createContextualFragment(card).firstElementChild);
  };

  document.addEventListener("cell", ({ detail }) => show(detail.dataset.spoken));

  document.addEventListener("drawn", ({ target }) => {
    const details = target.querySelector(".song .moment");
    if (details) details.open = opens(left, matchMedia(BESIDE).matches);
  });

  document.addEventListener("click", ({ target }) => {
    const details = target.closest?.(".moment > summary")?.parentElement;
    if (details) keep(OPEN, (left = String(!details.open))); // which it is about to be
  });
};

if (globalThis.document) listen(globalThis.document);
