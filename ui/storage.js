// What the browser keeps from one visit to the next, in its own storage, which no server sees. It may be full, and
// some browsers forbid it, as in private windows.

// The text that is kept under a key, or null.
export const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// Keeps a text under a key, and tells if that worked.
export const keep = (key, text) => {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
};
