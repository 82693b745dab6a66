// The card with the diagrams of a chord: its switch between instruments, and its arrows (or a swipe) from shape
// to shape. The instrument is kept for every chord that comes, and for the next visit.

import { keep, kept } from "../storage.js";

// The place that lies so many places on, around and around.
export const around = (place, by, count) => (place + by + count) % count;

// Where a swipe leads: 1 to the left is onwards, -1 back, 0 was none.
export const swiped = (from, to) => (Math.abs(to.x - from.x) < SWIPE || Math.abs(to.y - from.y) > SWIPE ? 0 : to.x < from.x ? 1 : -1);

const SWIPE = 40; // px
const DRAWN = "data-drawn"; // that this script has had its turn
const KEY = "chordscope-instrument"; // under which the browser keeps it

const define = () => {
  let chosen = kept(KEY);

  class Diagrams extends HTMLElement {
    // Gradio patches the card of one chord into that of the next, and so takes away what its HTML has not.
    static observedAttributes = [DRAWN];

    connectedCallback() {
      this.draw();
      if (this.listens) return;
      this.listens = true; // also where the card is moved to another place of the page
      this.addEventListener("click", ({ target }) => this.press(target));
      this.addEventListener("pointerdown", (event) => (this.from = event));
      this.addEventListener("pointerup", (event) => {
        const by = event.pointerType === "mouse" || !this.from ? 0 : swiped(this.from, event);
        if (by && event.target.closest(".shape")) this.show(by);
      });
    }

    attributeChangedCallback(name, before, now) {
      if (now === null) queueMicrotask(() => this.draw()); // when all of it is patched
    }

    draw() {
      const known = [...this.querySelectorAll("[data-for]")].some((shapes) => shapes.dataset.for === chosen);
      if (known) this.choose(chosen);
      else this.show(0);
      this.setAttribute(DRAWN, "");
    }

    press(target) {
      const { instrument, step } = target.closest("button")?.dataset ?? {};
      if (step) {
        // Announced where a person asks for it, not where a song goes on to its next chord.
        this.querySelector(".caption").setAttribute("aria-live", "polite");
        this.show(Number(step));
      }
      if (!instrument) return;
      keep(KEY, (chosen = instrument));
      for (const card of document.querySelectorAll("chord-diagrams")) card.choose(instrument);
    }

    choose(instrument) {
      for (const button of this.querySelectorAll("[data-instrument]")) {
        button.setAttribute("aria-pressed", button.dataset.instrument === instrument);
      }
      for (const shapes of this.querySelectorAll("[data-for]")) shapes.hidden = shapes.dataset.for !== instrument;
      this.show(0);
    }

    // Shows the shape of the chosen instrument that lies so many on.
    show(by) {
      const group = this.querySelector("[data-for]:not([hidden])");
      const shapes = [...group.children];
      const place = around(shapes.findIndex((shape) => !shape.hidden), by, shapes.length);
      shapes.forEach((shape, other) => (shape.hidden = other !== place));
      const { caption, place: words, notes } = shapes[place].dataset;
      const several = shapes.length > 1;
      for (const button of this.querySelectorAll("[data-step]")) button.hidden = !several;
      const text = several ? `${caption} · ${words}` : caption;
      const line = this.querySelector(".caption");
      if (line.textContent !== text) line.textContent = text;
      Object.assign(this.querySelector(".hear").dataset, { play: notes, gap: group.dataset.gap });
    }
  }

  customElements.define("chord-diagrams", Diagrams);
};

if (globalThis.customElements) define();
