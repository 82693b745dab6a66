// Plays songs slower, at their own pitch, and keeps to that from one song to the next; a chord alone has its own
// pace. The page loads this as a module.

// The index of the speed that lies so many further up, of some from the fastest down.
export const faster = (index, by, count) => Math.min(count - 1, Math.max(0, index - by));

const listen = (document) => {
  let player;
  let speed = 1;

  const choice = () => document.querySelector(".song select[name=speed]");

  const apply = () => {
    const rate = choice() ? speed : 1;
    if (choice()) choice().value = String(rate);
    if (player) Object.assign(player, { preservesPitch: true, defaultPlaybackRate: rate, playbackRate: rate });
  };

  document.addEventListener("drawn", apply);
  document.addEventListener("player", ({ detail }) => {
    player = detail;
    apply();
  });

  document.addEventListener("change", ({ target }) => {
    if (target !== choice()) return;
    speed = Number(target.value);
    apply();
  });

  document.addEventListener("click", ({ target }) => {
    const by = Number(target.closest?.("[data-faster]")?.dataset.faster ?? 0);
    if (!by) return;
    const { options, selectedIndex } = choice();
    speed = Number(options[faster(selectedIndex, by, options.length)].value);
    apply();
  });
};

if (globalThis.document) listen(globalThis.document);
