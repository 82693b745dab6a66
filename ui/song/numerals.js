// Shows or hides the Roman numerals of a song, as a visitor last wanted. The page loads this as a module.

const WANTED = "chordscope-song-numerals"; // in the browser's own storage, which no server sees

const listen = (document) => {
  const show = () => {
    const button = document.querySelector(".song [data-numerals]");
    if (!button) return;
    const wanted = localStorage.getItem(WANTED) === "true";
    button.setAttribute("aria-pressed", String(wanted));
    button.closest(".song").classList.toggle("numerals", wanted);
  };

  document.addEventListener("drawn", show);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".song [data-numerals]");
    if (!button) return;
    localStorage.setItem(WANTED, String(button.getAttribute("aria-pressed") !== "true"));
    show();
  });
};

if (globalThis.document) listen(globalThis.document);
