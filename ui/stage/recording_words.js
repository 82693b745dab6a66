// What is said beside the button while a recording runs, and where the microphone could not be used.

const QUIET = -55; // dB of full scale: softer than an instrument in the same room
const SOON = 1.5; // seconds after which silence is worth a word
const ENOUGH = 3; // seconds that are plenty for a chord
const LAST = 30; // seconds before the end that are counted down

// Seconds as a clock shows them: "1:05".
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// Advice after so many seconds of at most so many; `loudest`: in dB, of what was heard so far.
export const advice = (seconds, most, loudest) => {
  if (most - seconds <= LAST) return `I stop by myself at ${clock(most)}.`;
  if (seconds > SOON && loudest < QUIET) return "I hear hardly anything. Is this the right microphone? Play closer to it.";
  if (seconds < ENOUGH) return "Let it ring.";
  return "That is enough for a chord: you can stop, or press one above to keep it alone. For a song, play on.";
};

// Where the browser at hand keeps its permission, by what it calls itself.
const BROWSERS = [
  [/iPhone|iPad/, "Tap the button left of the address, choose Website Settings, then Microphone, then Allow. If that is not there: Settings, Apps, your browser, Microphone."],
  [/Android.*Firefox/, "Tap the lock beside the address, then Microphone, and allow it."],
  [/Android/, "Tap the button left of the address, then Permissions, then Microphone, and allow it."],
  [/Firefox/, "Click the crossed-out microphone left of the address and remove the block."],
  [/Edg|Chrome/, "Click the button left of the address and switch Microphone on."],
  [/Safari/, "Choose Safari in the menu bar, then Settings for this website, then Microphone: Allow."],
];

// What to do where the microphone could not be used: a sentence. name: of the browser's error; agent: what the
// browser calls itself; embedded: whether the page stands within another.
export const refusal = (name, agent, embedded) => {
  if (["NotFoundError", "OverconstrainedError"].includes(name)) return "No microphone was found. Plug one in, then record again; or choose a file.";
  if (name === "NotReadableError") return "The microphone is in use elsewhere. Close what uses it, then record again; or choose a file.";
  if (name === "TimeoutError") return "The browser's sound did not start. Connect a loudspeaker or headphones, then record again; or choose a file.";
  if (name === "SecurityError") return "Browsers lend the microphone only to pages whose address begins with https. You can choose a file.";
  if (name !== "NotAllowedError") return `The microphone could not be used (${name}). You can choose a file.`;
  const [, steps] = BROWSERS.find(([pattern]) => pattern.test(agent)) ?? [, "Allow it in the settings of your browser."];
  const alone = embedded ? " Or open this page in a tab of its own." : "";
  return `The browser did not let this page use the microphone. ${steps} Then record again; or choose a file.${alone}`;
};
