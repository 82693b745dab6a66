// The player of the recording on the page: gradio's, whose audio element may be in a shadow tree.

const PLAYER = "#audio #waveform"; // beside it, gradio has an element of its own for what it cannot draw

// The audio element of the player, if it is there yet.
export const media = (root) => {
  for (const element of root.querySelectorAll(`${PLAYER} *`)) {
    const audio = element.shadowRoot?.querySelector("audio");
    if (audio) return audio;
  }
  return root.querySelector(`${PLAYER} audio`);
};

// Lets keys reach the waveform that the audio element belongs to: that of a long recording scrolls.
export const makeReachable = (audio) => {
  const waveform = audio.getRootNode().querySelector('[part="scroll"]');
  if (waveform) Object.assign(waveform, { tabIndex: 0, role: "group", ariaLabel: "Waveform" });
};
