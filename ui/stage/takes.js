// The takes of a visitor: the recordings themselves, kept in this browser and nowhere else.

const DATABASE = "chordscope";
const STORE = "takes";

// The ids of the takes that have to go so that at most so many stay, with so many bytes: the newest are kept
// before the older ones. takes: from the oldest to the newest.
export const crowdedOut = (takes, { most, bytes }) => {
  let [count, size] = [0, 0];
  const stays = ({ file }) => {
    if (count === most || size + file.size > bytes) return false;
    count += 1;
    size += file.size;
    return true;
  };
  return [...takes].reverse().filter((take) => !stays(take)).map((take) => take.id);
};

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = async () => {
  const request = indexedDB.open(DATABASE);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return settled(request);
};

// The takes: none until `loaded`. Where the browser keeps nothing, as in some private windows, they last as long
// as the page.
export const openTakes = (limits) => {
  let database;
  let takes = [];
  const store = (mode) => database.transaction(STORE, mode).objectStore(STORE);
  const inOrder = (some) => some.sort((one, other) => one.id - other.id);

  const load = async () => {
    database = await open().catch(() => undefined);
    takes = database ? inOrder(await settled(store("readonly").getAll()).catch(() => [])) : [];
  };
  const loaded = load();

  const drop = async (ids) => {
    takes = takes.filter((take) => !ids.includes(take.id));
    if (database) await Promise.all(ids.map((id) => settled(store("readwrite").delete(id))));
  };

  return {
    loaded,
    all: () => takes,
    // Keeps a take, or what is new about it; the oldest make room.
    keep: async (take) => {
      await loaded;
      takes = inOrder([...takes.filter(({ id }) => id !== take.id), take]);
      const gone = crowdedOut(takes, limits);
      await drop(gone);
      if (database && !gone.includes(take.id)) await settled(store("readwrite").put(take)).catch(() => {}); // it is full
    },
    // Forgets them all, those of other tabs too.
    forget: async () => {
      takes = [];
      if (database) await settled(store("readwrite").clear());
    },
  };
};
