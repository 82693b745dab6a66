// The button that opens and closes the settings.

const open = (gear, panel, opened) => {
  panel.classList.toggle("open", opened);
  gear.setAttribute("aria-expanded", String(opened));
};

if (globalThis.document) {
  const parts = () => [document.querySelector("[data-gear]"), document.getElementById("choices")];

  document.addEventListener("click", ({ target }) => {
    const [gear, panel] = parts();
    if (target.closest?.("[data-gear]")) open(gear, panel, gear.getAttribute("aria-expanded") !== "true");
  });

  document.addEventListener("keydown", ({ key }) => {
    const [gear, panel] = parts();
    if (key !== "Escape" || gear?.getAttribute("aria-expanded") !== "true") return;
    open(gear, panel, false);
    gear.focus();
  });
}
