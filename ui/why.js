// The row that folds the evidence away: open where there is room, then as it was left until the page is closed.

const ROOM = "(min-width: 900px) and (min-height: 600px)";

const define = () => {
  let wanted; // by the person, once the row was pressed

  class FoldAway extends HTMLElement {
    connectedCallback() {
      const details = this.querySelector("details");
      details.open = wanted ?? matchMedia(ROOM).matches;
      details.querySelector("summary").onclick = () => (wanted = !details.open);
    }
  }

  customElements.define("fold-away", FoldAway);
};

if (globalThis.customElements) define();
