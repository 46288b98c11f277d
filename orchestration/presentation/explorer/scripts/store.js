// The data: `core` stands in the page; every other chunk is loaded by its key, from the page or from a file beside it.

const body = document.body;
const stamp = body.dataset.stamp;
const folder = body.dataset.folder;
const loading = new Map();
const waiting = new Map();

// What the page's core holds; see `chunks.py`.
export const core = JSON.parse(document.getElementById("core").textContent);

// The rows of a packed table as objects; `name` tells its columns: `i/vintages`.
export function rows(table, name) {
  const names = core.columns[name];
  const length = table[0];
  const columns = table.slice(1).map((column) => unpacked(column, length));
  const found = new Array(length);
  for (let row = 0; row < length; row += 1) {
    const one = {};
    for (let column = 0; column < names.length; column += 1) one[names[column]] = columns[column][row];
    found[row] = one;
  }
  return found;
}

function unpacked(column, length) {
  if (Array.isArray(column)) return column;
  if ("k" in column) return new Array(length).fill(column.k);
  return column.i.map((place) => column.d[place]);
}

// A chunk's tables as lists of rows, by name. Fails where its file is missing or of another version.
export function load(key) {
  if (!loading.has(key)) {
    const inline = document.getElementById(`chunk:${key}`);
    const raw = inline ? Promise.resolve(JSON.parse(inline.textContent)) : fetched(key);
    const kind = key.split("/")[0];
    const read = raw.then((tables) =>
      Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, rows(table, `${kind}/${name}`)])),
    );
    loading.set(key, read);
    read.catch(() => loading.delete(key));
  }
  return loading.get(key);
}

// Whether the page holds all chunks itself.
export const whole = !folder;

function fetched(key) {
  if (!folder) return Promise.reject(new Error(key));
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(key, resolve);
    script.addEventListener("error", () => reject(new Error(key)));
    // A file of another version calls with another stamp, and nobody is told.
    script.addEventListener("load", () => waiting.has(key) && reject(new Error(key)));
    script.src = `${folder}/${key}.js`;
    document.head.append(script);
  });
}

// What the files of chunks call.
globalThis.explorerChunk = (made, key, tables) => {
  if (made !== stamp || !waiting.has(key)) return;
  waiting.get(key)(tables);
  waiting.delete(key);
};
