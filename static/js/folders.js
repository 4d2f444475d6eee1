/** Folders, walked: what is in them, where it lies, and what of it is left out. */

const HIDDEN = /^(?:\.|thumbs\.db$|desktop\.ini$)/i, UNFINISHED = /\.(?:part|partial|tmp|crdownload|download|filepart)$/i;

/** What is found; `rows` as sequences.js takes them, `skipped` with the reason: "hidden", "unfinished" or "unread". */
export class Found {
  constructor() {
    /** @type {import("./sequences.js").Row[]} */
    this.rows = [];
    /** @type {{name: string, why: string}[]} */
    this.skipped = [];
    this.folders = 0;
  }

  /** False for what nobody means to send. @param {string} name */
  takes(name) {
    const why = HIDDEN.test(name) ? "hidden" : UNFINISHED.test(name) ? "unfinished" : "";
    if (why) this.skipped.push({ name, why });
    return !why;
  }

  add(file, folder, handle = null, home = null) {
    if (!folder || this.takes(file.name)) this.rows.push({ file, folder, handle, home });
  }

  sorted() {
    const order = new Intl.Collator("en", { numeric: true });
    this.rows.sort((a, b) => order.compare(a.folder, b.folder) || order.compare(a.file.name, b.file.name));
    return this;
  }
}

/** With handles an upload can go on after the browser was closed. @param {FileSystemDirectoryHandle} home @param {string} path @param {Found} found */
export async function walkHandle(home, path, found) {
  found.folders += 1;
  for await (const one of home.values()) {
    if (one.kind === "directory") {
      if (found.takes(one.name)) await walkHandle(one, `${path}/${one.name}`, found);
    } else {
      try { found.add(await one.getFile(), path, one, home); } catch { found.skipped.push({ name: one.name, why: "unread" }); }
    }
  }
}

/** Where the browser gives no handles. @param {FileSystemDirectoryEntry} entry @param {string} path @param {Found} found */
export async function walkEntry(entry, path, found) {
  found.folders += 1;
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return;
    for (const one of some) {
      if (one.isDirectory) {
        if (found.takes(one.name)) await walkEntry(one, `${path}/${one.name}`, found);
      } else {
        try { found.add(await new Promise((done, fail) => one.file(done, fail)), path); } catch { found.skipped.push({ name: one.name, why: "unread" }); }
      }
    }
  }
}

/** What an input for folders gives: files with the path they lie at. @param {FileList} files */
export function listed(files) {
  const found = new Found(), folders = new Set(), left = new Set();
  for (const file of files) {
    const steps = file.webkitRelativePath.split("/").slice(0, -1), hidden = steps.slice(1).find((step) => step.startsWith("."));
    if (!hidden) {
      found.add(file, steps.join("/"));
      folders.add(steps.join("/"));
    } else if (!left.has(hidden)) {
      left.add(hidden);
      found.takes(hidden);
    }
  }
  found.folders = folders.size;
  return found.sorted();
}

/** What was dropped. Both lists are read before the first wait: the browser empties them. @param {DataTransferItem[]} items */
export async function dropped(items) {
  const given = items.map((item) => [item.webkitGetAsEntry?.() ?? null, item.getAsFile(), item.getAsFileSystemHandle?.().catch(() => null) ?? null]);
  const found = new Found();
  for (const [entry, file, asking] of given) {
    const handle = await asking;
    if (handle?.kind === "directory") await walkHandle(handle, handle.name, found);
    else if (entry?.isDirectory) await walkEntry(entry, entry.name, found);
    else if (file) found.add(file, "", handle);
  }
  return found.folders ? found.sorted() : found;
}
