// Repeats a section of a song: the bar of the moment, or the cells from one to another, marked by dragging, by a
// click or an arrow key with Shift, or by a tap after the button. The page loads this as a module.

// The part of a song from one cell to another, in either order, as seconds; `starts` are those of all cells.
export const section = (starts, one, other, duration) => ({
  start: starts[Math.min(one, other)],
  end: Math.min(starts[Math.max(one, other) + 1] ?? duration, duration),
});

// The index of the cell that a time is in.
export const cellAt = (starts, time) => Math.max(0, starts.findLastIndex((start) => start <= time + SAME));

// The indices of the cells that begin within a section, or of the one that it is in.
export const within = (starts, { start, end }) => {
  const inside = [...starts.keys()].filter((index) => starts[index] >= start - SAME && starts[index] < end - SAME);
  return inside.length ? inside : [cellAt(starts, start)];
};

// Whether a player that went from one time to another came to the end of a section, rather than being sent there.
export const hasEnded = (before, now, { end }) => before < end - LAST && now >= end - LAST && now - before < LEAP;

const SAME = 0.002; // seconds by which times that were rounded differ
const LAST = 0.02; // seconds before the end at which the player is sent back: it goes on while it seeks
const LEAP = 1; // second: no player goes so far between two looks

const listen = (document) => {
  let root, player, cells, starts;
  let marked; // the section that repeats, or nothing
  let anchor, head; // the cells between which it is being marked
  let mayReach = false; // the next tap says how far it goes
  let dragged, before;

  const current = () => Math.max(0, cells.findIndex((cell) => cell.hasAttribute("aria-current")));
  const index = (target) => cells?.indexOf(target?.closest?.(".song .cell")) ?? -1;

  const show = () => {
    const inside = marked ? within(starts, marked) : [];
    for (const [place, cell] of cells.entries()) cell.classList.toggle("looped", inside.includes(place));
    root.querySelector("[data-song-loop]").setAttribute("aria-pressed", String(Boolean(marked)));
    const bars = inside.map((place) => cells[place].closest(".bar").dataset.name);
    const span = bars[0] === bars.at(-1) ? `${bars[0]} repeats` : `${bars[0]} to ${bars.at(-1)} repeat`;
    const text = marked ? `${span}.${mayReach ? " Tap the chord up to which it should." : ""}` : "";
    const told = root.querySelector(".repeats");
    if (told.textContent !== text) told.textContent = text;
  };

  const mark = (one, other) => {
    [anchor, head] = [one, other];
    marked = section(starts, one, other, player?.duration || Infinity);
    show();
  };

  const clear = () => {
    [marked, anchor, head, mayReach] = [undefined, undefined, undefined, false];
    if (root?.isConnected) show();
  };

  const toggle = () => {
    if (marked) return clear();
    const bar = cells[current()].closest(".bar");
    const [first, ...others] = [...bar.querySelectorAll(".cell")].map(index);
    mayReach = true;
    mark(first, others.at(-1) ?? first);
  };

  const repeat = () => {
    const now = player.currentTime;
    if (marked && !player.seeking && hasEnded(before, now, marked)) player.currentTime = marked.start;
    before = player.currentTime;
  };

  const look = () => {
    if (!player?.isConnected) return;
    if (!player.paused) repeat();
    else before = player.currentTime;
    requestAnimationFrame(look);
  };

  document.addEventListener("drawn", ({ target }) => {
    root = target.querySelector(".song");
    if (!root) return (cells = undefined);
    const times = [anchor, head].map((place) => starts?.[place]);
    cells = [...root.querySelectorAll(".cell")];
    starts = cells.map((cell) => Number(cell.querySelector("[data-time]").dataset.time));
    [anchor, head] = times.map((time) => (time === undefined ? undefined : cellAt(starts, time)));
    show();
  });

  document.addEventListener("player", ({ detail }) => {
    if (detail === player) return;
    player = detail;
    clear();
    player.addEventListener("emptied", clear); // the same player gets another recording
    player.addEventListener("seeking", () => (before = player.currentTime)); // whoever is sent on has not come there
    player.addEventListener("timeupdate", repeat); // frames stop where the page is out of sight
    player.addEventListener("ended", () => {
      if (marked && marked.end > player.duration - LAST) Object.assign(player, { currentTime: marked.start }).play();
    });
    look();
  });

  document.addEventListener("pointerdown", ({ target, pointerType, button }) => {
    dragged = pointerType === "touch" || button !== 0 ? -1 : index(target); // a finger that moves scrolls
  });

  document.addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
    if (!(dragged >= 0) || !(buttons & 1) || !cells) return;
    const over = index(document.elementFromPoint(clientX, clientY));
    if (over < 0 || over === (anchor === dragged && marked ? head : dragged)) return;
    mayReach = false;
    mark(dragged, over);
  });

  document.addEventListener(
    "click",
    (event) => {
      if (!root?.isConnected || !cells) return;
      const place = index(event.target);
      if (event.target.closest?.("[data-song-loop]")) toggle();
      else if (place >= 0 && (event.shiftKey || mayReach)) {
        const from = mayReach ? within(starts, marked) : [anchor ?? current()];
        mayReach = false;
        mark(place < from[0] ? from.at(-1) : from[0], place);
        event.stopImmediatePropagation(); // it is not sent there too, nor corrected
        event.preventDefault();
      } else if (place >= 0 && !marked) anchor = place;
    },
    true,
  );

  document.addEventListener("keydown", (event) => {
    const place = index(event.target);
    if (!event.shiftKey || place < 0 || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const next = Math.min(cells.length - 1, Math.max(0, place + (event.key === "ArrowRight" ? 1 : -1)));
    mayReach = false;
    mark(marked && head === place ? anchor : place, next);
    cells[next].focus();
    event.preventDefault();
  });
};

if (globalThis.document) listen(globalThis.document);
