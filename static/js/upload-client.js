/** How a page speaks to its uploads: through the shared worker, or to an engine of its own where there is none. */

import { readToken } from "./api.js";

/** Fires "change"; `items` is what the tray shows; `shared`: transfers outlive this page while one of `pages` is open. */
export const uploads = Object.assign(new EventTarget(), { items: [], shared: false, pages: 1 });

let say = null;

function show(items) {
  uploads.items = items;
  try {
    if (items.some((item) => item.state !== "done")) localStorage.setItem("uploads", "1");
    else localStorage.removeItem("uploads");
  } catch { /* the next page looks only where files can be dropped */ }
  uploads.dispatchEvent(new Event("change"));
}

function join(address, user) {
  const worker = new SharedWorker(address, { type: "module", name: `uploads-${user}`, extendedLifetime: true });
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error("silent")), 4_000);
    worker.onerror = () => { clearTimeout(late); fail(new Error("refused")); };
    worker.port.onmessage = ({ data }) => {
      clearTimeout(late);
      done((verb, args) => worker.port.postMessage({ verb, args, csrf: readToken() }));
      if (data.pages) uploads.pages = data.pages;
      if (data.items) show(data.items);
    };
    const hello = () => worker.port.postMessage({ verb: "hello", csrf: readToken(), user });
    addEventListener("pagehide", () => worker.port.postMessage({ verb: "bye" }));
    addEventListener("pageshow", (event) => { if (event.persisted) hello(); });
    hello();
  });
}

async function alone(user) {
  const { Uploads } = await import("./uploader.js");
  const engine = new Uploads({ user, show });
  await engine.restore();
  return (verb, args) => engine[verb](...args);
}

/** @param {string} address the worker's @param {string} user */
export function open(address, user) {
  say ??= (async () => {
    if (globalThis.SharedWorker && address) {
      try {
        const way = await join(address, user);
        uploads.shared = true;
        return way;
      } catch { /* no worker here: this page does it */ }
    }
    return alone(user);
  })();
  return say;
}

/** @param {string} verb a method of Uploads @param {...any} args */
export async function ask(verb, ...args) {
  const tray = document.querySelector("upload-tray");
  (await open(tray?.dataset.worker, tray?.dataset.user || ""))(verb, args);
}

/** @param {{file: File, handle: FileSystemHandle|null, project: string, asset: string, folder: string, frames?: string[]}[]} rows */
export const add = (rows) => ask("add", rows);
