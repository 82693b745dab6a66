// Takes a song's chart away: prints it, copies it as text, saves files. The page loads this as a module.

// A file name that any system takes, from a title.
export const fileName = (title, suffix) => title.replace(/[\\/:*?"<>|\x00-\x1f]/g, "_").trim() + suffix;

const listen = (document) => {
  const find = (selector) => document.querySelector(`.song ${selector}`);
  const title = () => find("[data-title]").textContent;

  const save = (blob, suffix) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = fileName(title(), suffix);
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const text = () => `${title()}\n${find(".takeaway").dataset.text}\n`;

  const copy = async () => {
    const told = find(".takeaway .told");
    try {
      await navigator.clipboard.writeText(text());
      told.textContent = "Copied.";
    } catch {
      told.textContent = "This browser does not let me copy. Download it as text instead.";
    }
  };

  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.(".song .takeaway")) return;
    if (target.closest("[data-print]")) print();
    if (target.closest("[data-copy]")) copy();
    if (target.closest("[data-save]")) save(new Blob([text()], { type: "text/plain" }), ".txt");
  });

  document.addEventListener("made", ({ detail: { base64, suffix } }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    save(new Blob([bytes]), suffix);
  });

  // A browser names what it prints, or keeps as PDF, after the page.
  let name;
  addEventListener("beforeprint", () => {
    if (!find("[data-title]")) return;
    name = document.title;
    document.title = title();
  });
  addEventListener("afterprint", () => {
    if (name !== undefined) document.title = name;
    name = undefined;
  });
};

if (globalThis.document) listen(globalThis.document);
