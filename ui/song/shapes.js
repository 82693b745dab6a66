// Shows the shape of the chord that sounds in a song, in one card whose switch and arrows stay where they are. The
// page loads this as a module.

const OPEN = "chordscope-song-shape"; // in the browser's own storage, which no server sees
const BESIDE = "(min-width: 1000px)"; // where the card has a place of its own beside the chart

// Whether the card is open at first: as it was left, or else where it takes no room from the chart.
export const opens = (kept, roomy) => (kept === null ? roomy : kept === "true");

const listen = (document) => {
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

  document.addEventListener("cell", ({ detail: cell }) => {
    const place = document.querySelector(".song .moment-card");
    if (!place || (place.firstElementChild && place.dataset.shown === cell.dataset.spoken)) return;
    const written = document.querySelector(`.song [data-shapes="${CSS.escape(cell.dataset.spoken)}"]`);
    place.classList.toggle("moment-silent", !written);
    place.dataset.shown = cell.dataset.spoken;
    if (written) fill(place, document.createRange().createContextualFragment(written.textContent).firstElementChild);
  });

  document.addEventListener("drawn", ({ target }) => {
    const details = target.querySelector(".song .moment");
    if (details) details.open = opens(localStorage.getItem(OPEN), matchMedia(BESIDE).matches);
  });

  document.addEventListener("click", ({ target }) => {
    const details = target.closest?.(".moment > summary")?.parentElement;
    if (details) localStorage.setItem(OPEN, String(!details.open)); // which it is about to be
  });
};

if (globalThis.document) listen(globalThis.document);
