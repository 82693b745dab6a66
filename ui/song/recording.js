// Which recording the player has: its fingerprint, which never leaves the browser, and its title.

const PATIENCE = 20_000; // ms, for the player to have the recording

// The title of a song by the name of its file: "01 My_Tune.mp3" is "01 My Tune".
export const titled = (name) => name.replace(/\.[^.]{1,5}$/, "").replaceAll("_", " ").trim();

export const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The address of the recording that lasts so many seconds, and of none that the player had before.
const source = async (player, seconds) => {
  for (const start = performance.now(); performance.now() - start < PATIENCE; ) {
    const { src, duration } = player() ?? {};
    if (src && Math.abs(duration - seconds) < 1 + seconds / 50) return src;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error("no recording to fingerprint");
};

// The recording on the page: its address, its title, empty without a name, and its fingerprint, none where the
// browser makes none. player: a function that finds it. taken: name and size of the file that the server got last.
export const recognise = async (player, seconds, taken) => {
  const known = { title: "" };
  try {
    known.url = await source(player, seconds);
    const bytes = await (await fetch(known.url)).arrayBuffer();
    if (taken?.size === bytes.byteLength) known.title = titled(taken.name);
    known.print = hex(await crypto.subtle.digest("SHA-256", bytes));
  } catch {
    // as on a page that comes without https
  }
  return known;
};
