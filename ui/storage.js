// What the browser keeps from one visit to the next, or until a tab is closed, in its own storage, which no server
// sees. It may be full, and some browsers forbid it, as in private windows.

const VISITS = "localStorage";
export const TAB = "sessionStorage";

// The text that is kept under a key, or null.
export const kept = (key, where = VISITS) => {
  try {
    return globalThis[where].getItem(key);
  } catch {
    return null;
  }
};

// Keeps a text under a key, and tells if that worked.
export const keep = (key, text, where = VISITS) => {
  try {
    globalThis[where].setItem(key, text);
    return true;
  } catch {
    return false;
  }
};

// Keeps nothing more under a key.
export const drop = (key, where = VISITS) => {
  try {
    globalThis[where].removeItem(key);
  } catch {
    // Nothing was kept.
  }
};
