/** All uploads of one person in this browser. Runs in a shared worker, or in the page where there is none. Knows no page. */

import { call } from "./api.js";
import { reread } from "./frame-tar.js";
import { Upload, RESTING } from "./upload.js";
import { Gate, Line } from "./upload-line.js";
import { forget, recallAll } from "./upload-store.js";

const IN_FLIGHT = 4, AT_ONCE = 4;

export class Uploads {
  /** @param {{user: string, show: (items: object[]) => void}} where */
  constructor({ user, show }) {
    this.user = user;
    this.show = show;
    /** @type {Map<string, Upload>} */
    this.items = new Map();
    this.gate = new Gate(IN_FLIGHT);
    this.desk = new Gate(AT_ONCE);
    this.line = new Line(() => this.changed());
    this.timer = 0;
  }

  /** At most five pictures a second, and one more each second while something moves. */
  changed() {
    this.timer ||= setTimeout(() => { this.timer = 0; this.showNow(); }, 200);
  }

  showNow() {
    this.show(this.views());
    const busy = [...this.items.values()].some((item) => !RESTING.has(item.state));
    clearTimeout(this.beat);
    if (busy) this.beat = setTimeout(() => this.showNow(), 1_000);
  }

  views() {
    return [...this.items.values()].map((item) => item.view());
  }

  /** @param {{file: File, handle?: FileSystemHandle|null, project: string, asset?: string, folder?: string, frames?: string[]}[]} files */
  add(files) {
    for (const one of files) this.start(new Upload(this, { ...one, name: one.file.name, size: one.file.size }));
  }

  /** @param {Upload} item */
  start(item) {
    this.items.set(item.key, item);
    item.run();
    this.changed();
  }

  /** Finds what an earlier page left open and goes on with what it may read. False: the portal was not reached. */
  async restore() {
    const [records, open] = await Promise.all([recallAll(this.user), this.openUploads()]);
    if (!open) return false;
    const known = new Set([...this.items.values()].map((item) => item.id));
    for (const record of records) if (!open.some((one) => one.id === record.id) && !known.has(record.id)) forget(record.id);
    for (const truth of open) {
      if (known.has(truth.id) || !(await this.claim(truth.id))) continue;
      await this.take(truth, records.find((record) => record.id === truth.id));
    }
    this.showNow();
    return true;
  }

  async openUploads() {
    const found = [];
    try {
      for (let next = "/api/v1/uploads/?state=open"; next;) {
        const page = await call("GET", next);
        found.push(...page.results);
        next = page.next && new URL(page.next, globalThis.location.href).pathname + new URL(page.next, globalThis.location.href).search;
      }
    } catch {
      return null;
    }
    return found;
  }

  /** One tab or worker carries one upload; the lock says which. @param {string} id @returns {Promise<boolean>} */
  claim(id) {
    if (!globalThis.navigator?.locks) return Promise.resolve(true);
    return new Promise((done) => {
      navigator.locks.request(`upload:${id}`, { ifAvailable: true }, (lock) => {
        done(Boolean(lock));
        return lock && new Promise(() => {});
      });
    });
  }

  async take(truth, record) {
    const handle = record?.handle ?? null;
    const item = new Upload(this, { name: truth.file_name, size: truth.size, project: truth.project, asset: record?.asset, folder: record?.folder, frames: record?.frames, handle, id: truth.id, key: truth.id, state: "needs_file" });
    item.learn(truth);
    this.items.set(item.key, item);
    // The list does not tell which parts are kept; without it the bar would begin at nothing.
    await call("GET", `/api/v1/uploads/${truth.id}/`).then((whole) => item.learn(whole), () => {});
    if (!handle) return;
    item.state = "needs_permission";
    try {
      if (await handle.queryPermission({ mode: "read" }) !== "granted") return;
      item.file = handle.kind === "directory" ? await reread(handle, record.frames, item.name) : await handle.getFile();
    } catch {
      item.state = "needs_file";
      return;
    }
    if (record.paused) item.state = "paused"; else item.run();
  }

  /** The person chose the file again, or allowed reading it. In the place of one that was refused before it began any other may come. */
  give(key, file, handle = null) {
    const item = this.items.get(key);
    if (!item) return;
    if (!item.id) Object.assign(item, { name: file.name, size: file.size, once: crypto.randomUUID() });
    else if (file.size !== item.size) return item.become("wrong_file");
    Object.assign(item, { file, handle: handle ?? item.handle });
    item.hashes.clear();
    item.run();
  }

  /** It is here already, and is sent all the same. */
  anyway(key) {
    const item = this.items.get(key);
    if (item?.twin) item.decide();
  }

  /** It is here already: it becomes the next version of that asset. */
  asVersion(key) {
    const item = this.items.get(key);
    if (item?.twin) item.decide(item.twin.asset);
  }

  pause(key) {
    const item = this.items.get(key);
    if (!item || RESTING.has(item.state)) return;
    item.control.abort();
    item.flying.clear();
    item.become("paused");
    if (item.id) item.remember();
  }

  /** Goes on after a pause, and tries again after a failure. */
  resume(key) {
    const item = this.items.get(key);
    if (!item || !["paused", "failed"].includes(item.state)) return;
    if (!item.file) return item.become("needs_file");
    if (item.state === "failed") item.once = crypto.randomUUID();
    if (item.error?.gone) item.id = "";
    item.run();
  }

  async cancel(key) {
    const item = this.items.get(key);
    if (!item) return;
    item.control.abort();
    this.items.delete(key);
    this.showNow();
    if (!item.id || item.state === "done") return;
    await forget(item.id);
    await call("DELETE", `/api/v1/uploads/${item.id}/`).catch(() => {});
  }

  pauseAll() {
    for (const key of this.items.keys()) this.pause(key);
  }

  resumeAll() {
    for (const [key, item] of this.items) if (item.state === "paused") this.resume(key);
  }

  /** Takes what is over off the list. */
  clear() {
    for (const [key, item] of this.items) if (item.state === "done") this.items.delete(key);
    this.showNow();
  }
}
