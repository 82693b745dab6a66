// The row that folds the evidence away: open where there is room, then as it was left until the page is closed.

const ROOM = "(min-width: 900px) and (min-height: 600px)";
const DRAWN = "data-drawn"; // that this script has had its turn

const define = () => {
  let wanted; // by the person, once the row was pressed

  class FoldAway extends HTMLElement {
    // Gradio patches one answer into the next, and so takes away what its HTML has not.
    static observedAttributes = [DRAWN];

    connectedCallback() {
      this.draw();
      this.onclick = ({ target }) => {
        if (target.closest("summary")) wanted = !this.querySelector("details").open;
      };
    }

    attributeChangedCallback(name, before, now) {
      if (now === null) queueMicrotask(() => this.draw()); // when all of it is patched
    }

    draw() {
      this.querySelector("details").open = wanted ?? matchMedia(ROOM).matches;
      this.setAttribute(DRAWN, "");
    }
  }

  customElements.define("fold-away", FoldAway);
};

if (globalThis.customElements) define();
