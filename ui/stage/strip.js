// The takes of a visit as a strip of buttons, the newest first.

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

// The time of day at which something was kept, as people write it where the browser is.
export const timeOfDay = (milliseconds, locale) =>
  new Date(milliseconds).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

// The name of the next recording: one more than the highest there is.
export const nextName = (takes) => {
  const numbers = takes.map((take) => Number(/^Recording (\d+)$/.exec(take.name)?.[1] ?? 0));
  return `Recording ${Math.max(0, ...numbers) + 1}`;
};

// A button for each take: what was heard, its name and time. current: the id of the one that is shown.
export const strip = (takes, current, locale) =>
  [...takes]
    .reverse()
    .map(({ id, name, heard }) => {
      const chosen = id === current ? ' aria-current="true"' : "";
      const below = `${escaped(name)}, ${timeOfDay(id, locale)}`;
      return `<li><button type="button" data-take="${id}"${chosen}><b>${escaped(heard ?? "…")}</b><span>${below}</span></button></li>`;
    })
    .join("");
