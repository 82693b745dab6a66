// Buttons that copy the code beside them; where the browser lends no clipboard, the code is selected instead.

const DONE = 2_000; // ms for which a button says what it has done

globalThis.document?.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), DONE);
});
