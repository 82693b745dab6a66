// Gradio's player of the recording on the stage: started once it can play, and stopped.

const PLAYABLE = 10_000; // ms that it may take until it can
const LOOK = 100; // ms between two looks

const playButton = () => document.querySelector("#audio .play-pause-button");

// Plays as soon as the player has loaded, unless it is `off` by then.
export const play = async (off) => {
  for (let waited = 0; waited < PLAYABLE && !off(); waited += LOOK) {
    const length = document.querySelector("#audio #duration")?.textContent;
    if (length && length !== "0:00") return playButton()?.click();
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
};

export const quieten = () => {
  if (playButton()?.getAttribute("aria-label") === "Pause") playButton().click();
};
