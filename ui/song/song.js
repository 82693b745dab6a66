// Follows the player through a song's chart: lights the beat and the cell that sound, names the chord of the
// moment and the one after it, and plays from whichever cell is pressed. The page loads this as a module.

import { makeReachable, media } from "../player.js";
import { isSeen } from "../seen.js";

// The index of the last time, of some in order, that is not after `now`; -1 before the first.
export const lastBefore = (times, now) => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= now) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

// The index of the first cell after this one whose chord is another; -1 where there is none.
export const nextChange = (chords, index) =>
  chords.findIndex((chord, other) => other > index && chord !== chords[Math.max(0, index)]);

// The index of the cell where an arrow key leads: on to where the chord changes, or back to where this one
// or, from there, the one before it began.
export const step = (chords, index, forward) => {
  if (forward) return Math.max(index, nextChange(chords, index));
  const begin = (from) => {
    while (from > 0 && chords[from - 1] === chords[from]) from -= 1;
    return from;
  };
  const start = begin(Math.max(0, index));
  return start < index ? start : begin(Math.max(0, start - 1));
};

const SOON = 0.005; // seconds: a player that was sent to a beat may say that it is a hair before it

const listen = (document) => {
  let song; // what is on the page: its parts, and where it is

  const take = (root) => {
    const cells = [...root.querySelectorAll(".cell")];
    const beats = cells.flatMap((cell, index) =>
      [...cell.querySelectorAll("[data-time]")].map((mark) => ({ mark, index, time: Number(mark.dataset.time) })),
    );
    return {
      root,
      cells,
      beats,
      times: beats.map((beat) => beat.time),
      chords: cells.map((cell) => cell.dataset.spoken),
      starts: cells.map((cell) => Number(cell.querySelector("[data-time]").dataset.time)),
      beat: undefined,
      part: (name) => root.querySelector(`.now ${name}`),
    };
  };

  const inView = (cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return top >= song.part(".current").getBoundingClientRect().bottom && bottom <= innerHeight;
  };

  const follow = (before, cell) => {
    const isPlaying = song.player && !song.player.paused;
    if (!isPlaying || !before || !inView(before) || inView(cell)) return; // the reader is elsewhere, or need not move
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cell.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };

  const name = (index) => {
    const cell = song.cells[index];
    const next = song.cells[nextChange(song.chords, index)];
    song.part(".current").innerHTML = cell.querySelector(".chord").innerHTML;
    song.part(".following").hidden = !next;
    song.part(".following b").innerHTML = next?.querySelector(".chord").innerHTML ?? "";
    song.part(".doubted").textContent = cell.dataset.doubt;
    document.dispatchEvent(new CustomEvent("cell", { detail: cell }));
    const spoken = song.part("> .spoken");
    if (spoken.textContent !== cell.dataset.spoken) spoken.textContent = cell.dataset.spoken;
  };

  const light = (beat) => {
    if (beat === song.beat) return;
    const [before, now] = [song.beats[song.beat], song.beats[beat]];
    before?.mark.classList.remove("lit");
    now?.mark.classList.add("lit");
    if (song.beat === undefined || before?.index !== now?.index) {
      const cell = song.cells[now?.index ?? 0];
      for (const other of song.cells) {
        other.tabIndex = other === cell ? 0 : -1;
        if (now && other === cell) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      }
      name(now?.index ?? 0);
      follow(song.cells[before?.index], cell);
    }
    song.beat = beat;
  };

  const look = () => {
    if (!song.root.isConnected) return;
    if (!song.player?.isConnected && (song.player = media(document))) {
      makeReachable(song.player);
      document.dispatchEvent(new CustomEvent("player", { detail: song.player }));
    }
    const time = song.player?.currentTime;
    if (time !== undefined && time !== song.time) light(lastBefore(song.times, (song.time = time) + SOON));
    const text = song.player && !song.player.paused ? "Pause" : "Play";
    const button = song.part("[data-song-play]");
    if (button.textContent !== text) button.textContent = text;
    song.frame = requestAnimationFrame(look);
  };

  const seek = (index, focus) => {
    const cell = song.cells[index];
    if (song.player) song.player.currentTime = song.starts[index];
    light(song.beats.findIndex((beat) => beat.index === index));
    if (focus) cell.focus();
  };

  const toggle = () => (song.player?.paused ? song.player.play() : song.player?.pause());

  document.addEventListener("drawn", ({ target }) => {
    cancelAnimationFrame(song?.frame);
    const root = target.querySelector(".song");
    if (!root) return (song = undefined);
    song = take(root);
    light(-1);
    look();
  });

  document.addEventListener("click", ({ target }) => {
    if (!song) return;
    const cell = target.closest?.(".cell");
    if (cell && song.cells.includes(cell)) seek(song.cells.indexOf(cell), true);
    if (target.closest?.("[data-song-play]")) toggle();
  });

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const onCell = Boolean(target.closest?.(".song .cell"));
    if (!isSeen(song?.root) || !(onCell || target === document.body || target.closest?.(".now"))) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || target.closest("select")) return;
    if (key === "ArrowRight" || key === "ArrowLeft") {
      seek(step(song.chords, song.beats[song.beat]?.index ?? -1, key === "ArrowRight"), onCell);
    } else if (key === " " && !target.closest?.("button:not(.cell), summary, [data-play]")) {
      toggle();
    } else return;
    event.preventDefault();
  });

  // A button that has the focus would else be pressed by the space bar as well, in Firefox.
  document.addEventListener("keyup", (event) => {
    if (event.key === " " && event.target.closest?.(".song .cell")) event.preventDefault();
  });
};

if (globalThis.document) listen(globalThis.document);
