// A button that plays the recording beside the chord, and pauses it while it plays. What the button says comes
// with it; whether the recording plays is asked of the player, which has controls of its own.

import { media } from "../player.js";

const OFTEN = 200; // ms

// What the button says and does next.
export const label = ({ hear, pause }, audio) => (audio && !audio.paused && !audio.ended ? pause : hear);

const define = () => {
  class ReplayButton extends HTMLElement {
    connectedCallback() {
      this.onclick = () => {
        const audio = media(document);
        if (audio?.paused) audio.play();
        else audio?.pause();
        this.say();
      };
      this.timer = setInterval(() => this.say(), OFTEN);
    }

    disconnectedCallback() {
      clearInterval(this.timer);
    }

    say() {
      const text = label(this.dataset, media(document));
      const button = this.querySelector("button");
      if (button.textContent !== text) button.textContent = text;
      this.toggleAttribute("data-playing", text === this.dataset.pause);
    }
  }

  customElements.define("replay-button", ReplayButton);
};

if (globalThis.customElements) define();
