// Sends what a visitor wants adjusted of a song: its key, capo, tempo and bars. Several presses in a row are one
// wish. The page loads this as a module.

// The index of the option that lies so many further on, round the ends.
export const turned = (index, by, count) => (index + by + count) % count;

// The adjustments after another press, where a bar is to begin at a beat that has this place, from 1, in its own.
// step: what the shift counts for each beat.
export const barFrom = (adjustments, place, step) => ({ ...adjustments, shift: adjustments.shift + step * (place - 1) });

const PAUSE = 150; // ms

const listen = (document) => {
  let root, wanted, waiting;
  let isOpen = false; // on a phone, where the tools are a sheet

  const tools = () => root?.querySelector(".adjust");

  const send = () => {
    waiting = undefined;
    if (root.isConnected) root.dispatchEvent(new CustomEvent("wish", { bubbles: true, detail: { adjust: wanted } }));
  };

  const want = (adjustments) => {
    wanted = adjustments;
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  };

  const open = (wish) => {
    isOpen = wish;
    root.classList.toggle("adjusting", isOpen);
    const opener = root.querySelector(".opener");
    opener.setAttribute("aria-expanded", String(isOpen));
    return opener;
  };

  const radios = (select) => [...document.querySelectorAll(`#${select.dataset.radios} input[type=radio]`)];

  // What the page draws sets attributes, and a choice that a person has made no longer follows them.
  const show = () => {
    wanted = JSON.parse(tools().dataset.adjustments);
    for (const select of tools().querySelectorAll("select[data-value]")) select.value = select.dataset.value;
    for (const select of tools().querySelectorAll("select[data-radios]")) {
      select.value = radios(select).find((radio) => radio.checked)?.value ?? select.value;
    }
    open(isOpen);
  };

  document.addEventListener("drawn", ({ target }) => {
    root = target.querySelector(".song");
    if (tools() && waiting === undefined) show();
  });

  document.addEventListener("change", ({ target }) => {
    if (!tools()?.contains(target)) return;
    if (target.dataset.value !== undefined) want({ ...wanted, [target.name]: Number(target.value) });
    if (target.dataset.radios) radios(target).find((radio) => radio.value === target.value)?.click();
  });

  document.addEventListener("click", ({ target }) => {
    if (!root?.contains(target)) return;
    const { set, turn, barHere, songAdjust } = target.dataset;
    if (set) want({ ...wanted, ...JSON.parse(set) });
    if (turn) {
      const select = target.parentElement.querySelector("select");
      select.selectedIndex = turned(select.selectedIndex, Number(turn), select.options.length);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (barHere !== undefined) {
      const beat = root.querySelector(".beats .lit") ?? root.querySelector("[data-place]");
      want(barFrom(wanted, Number(beat.dataset.place), Number(barHere)));
    }
    if (songAdjust !== undefined) {
      const opener = open(!isOpen);
      (isOpen ? tools().querySelector("select") : opener).focus();
    }
  });

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen && root?.isConnected) open(false).focus();
  });
};

if (globalThis.document) listen(globalThis.document);
