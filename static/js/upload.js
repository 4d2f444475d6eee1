/** One file on its way: what the storage has, what is missing, and how it gets there. Knows no page. */

import { ApiError, call } from "./api.js";
import { Ahead } from "./upload-ahead.js";
import { FileChanged, fingerprint, hash, send, sizeOf, slice, tree, treeOf, wishedSize } from "./upload-parts.js";
import { forget, keep } from "./upload-store.js";

/** States in which somebody or something has to act first. */
export const RESTING = new Set(["paused", "failed", "needs_file", "needs_permission", "wrong_file", "here", "done", "cancelled"]);
const LANES = 6, STUBBORN = 4;
const uuid = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

export class Upload {
  /** @param {{line: object, gate: object, user: string, changed: () => void}} house the Uploads it belongs to */
  constructor(house, { name, size, project, asset = "", folder = "", frames = null, file = null, handle = null, id = "", state = "creating", key = uuid() }) {
    Object.assign(this, { house, name, size, project, asset, folder, frames, file, handle, id, state, key });
    this.once = uuid();
    this.error = null;
    this.result = null;
    this.partSize = 0;
    this.partCount = 0;
    /** @type {Map<number, string>} what the storage has */
    this.confirmed = new Map();
    /** @type {Map<number, number>} bytes of the parts in flight */
    this.flying = new Map();
    this.hashes = new Map();
    /** @type {object[]} versions that may be this file, until they are compared */
    this.already = [];
    this.twin = null;
    this.samples = [];
    this.sentNow = 0;
    this.control = new AbortController();
  }

  become(state, error = null) {
    this.state = state;
    this.error = error && { code: error.code || "", message: error.message || "", kept: error.kept || "", todo: error.todo || "", gone: error.status === 404 || error.status === 410 };
    this.house.changed();
  }

  remember() {
    const { id, name, size, project, asset, folder, frames, handle, state } = this;
    return keep({ id, name, size, project, asset, folder, frames, handle, user: this.house.user, modified: this.file?.lastModified ?? 0, paused: state === "paused" });
  }

  /** @param {object} truth an upload as the server tells it */
  learn(truth) {
    Object.assign(this, { id: truth.id, partSize: truth.part_size, partCount: truth.part_count, project: truth.project ?? this.project });
    this.confirmed = new Map((truth.confirmed ?? []).map((part) => [part.number, part.sha256]));
  }

  async refresh() {
    const before = new Set(this.confirmed.keys());
    this.refreshing ??= call("GET", `/api/v1/uploads/${this.id}/`, undefined, { signal: this.control.signal })
      .then((truth) => {
        const meanwhile = [...this.confirmed].filter(([number]) => !before.has(number));
        this.learn(truth);
        for (const [number, digest] of meanwhile) this.confirmed.set(number, digest);
        return truth;
      })
      .finally(() => { this.refreshing = null; });
    return this.refreshing;
  }

  /** Runs to the end, or to a state in which it rests. Never throws. */
  async run() {
    this.control = new AbortController();
    const { signal } = this.control;
    try {
      if (!this.id) await this.house.desk.through(() => { signal.throwIfAborted(); return this.create(); });
      else await this.check();
      if (await this.isHere()) return;
      for (let round = 0; !(await this.finish()); round += 1) {
        if (round > STUBBORN) throw new ApiError(409, { code: "upload:parts_missing" });
      }
    } catch (error) {
      if (signal.aborted) return;
      this.control.abort();
      if (error instanceof FileChanged) this.become("wrong_file", error);
      else this.become(error.code === "storage:full" || error.status === 507 ? "paused" : "failed", error);
    }
  }

  /** Tries for ever where trying can help. */
  async stubbornly(work) {
    const { signal } = this.control;
    for (;;) {
      await this.house.line.ready(signal);
      signal.throwIfAborted();
      try {
        const answer = await work();
        this.house.line.worked();
        return answer;
      } catch (error) {
        if (signal.aborted || !error.passing) throw error;
        this.house.line.failed();
      }
    }
  }

  async create() {
    this.become("creating");
    const { name, size, project, asset, folder } = this;
    const body = { project, file_name: name, size, part_size: wishedSize(size), fingerprint: size ? await fingerprint(this.file) : "", ...(asset && { asset }), ...(folder && { folder }) };
    const truth = await this.stubbornly(() => call("POST", "/api/v1/uploads/", body, { key: this.once, signal: this.control.signal }));
    this.learn(truth);
    if (!this.decided) this.already = truth.already ?? [];
    this.house.claim(this.id);
    await this.remember();
    this.become("sending");
  }

  /** Only the hash of the whole says that a version is this very file; then the person decides. */
  async isHere() {
    const sizes = new Map();
    for (const version of this.already) {
      this.become("comparing");
      const size = version.part_size;
      if (!sizes.has(size)) sizes.set(size, await treeOf(this.file, size, this.control.signal));
      if (sizes.get(size) === version.tree_sha256) { this.twin = version; break; }
    }
    this.already = [];
    this.become(this.twin ? "here" : "sending");
    return this.twin !== null;
  }

  /** The person wants it sent all the same: beside the other, or as the asset's next version. @param {string} [asset] */
  async decide(asset = "") {
    Object.assign(this, { twin: null, decided: true });
    if (asset) {
      const { id } = this;
      Object.assign(this, { id: "", once: uuid(), asset, state: "creating" });
      await forget(id);
      await call("DELETE", `/api/v1/uploads/${id}/`).catch(() => {});
    }
    return this.run();
  }

  /** Before going on: is this the file whose parts the storage has? */
  async check() {
    this.become("checking");
    const truth = await this.stubbornly(() => this.refresh());
    if (truth.state && truth.state !== "open") {
      if (truth.state === "complete") return;
      throw new ApiError(410, truth.error ?? { code: "upload:closed" });
    }
    if (this.file.size !== this.size) throw new FileChanged();
    for (const [number, known] of this.confirmed) {
      this.control.signal.throwIfAborted();
      if (this.hashes.get(number) === known) continue;
      const own = await hash(slice(this.file, number, this.partSize));
      if (own !== known) throw new FileChanged();
      this.hashes.set(number, own);
    }
    await this.remember();
    this.become("sending");
  }

  /** Sends what is missing and closes the upload. False: the storage misses parts it said it had. */
  async finish() {
    const missing = Array.from({ length: this.partCount }, (_, index) => index + 1).filter((number) => !this.confirmed.has(number));
    const ahead = new Ahead(this, missing);
    const lane = async () => { for (let next; (next = missing.shift());) await this.part(next, ahead); };
    await Promise.all(Array.from({ length: Math.min(LANES, missing.length) }, lane));
    this.control.signal.throwIfAborted();
    if (this.confirmed.size < this.partCount) return false;
    this.become("finishing");
    const digests = Array.from({ length: this.partCount }, (_, index) => this.confirmed.get(index + 1));
    const body = { tree_sha256: await tree(digests) };
    try {
      this.result = await this.stubbornly(() => call("POST", `/api/v1/uploads/${this.id}/complete/`, body, { signal: this.control.signal }));
    } catch (error) {
      if (error.code !== "upload:parts_missing") throw error;
      for (const number of error.fields.missing ?? []) this.confirmed.delete(number);
      this.become("sending");
      return false;
    }
    await forget(this.id);
    this.become("done");
    return true;
  }

  /** @param {number} number @param {Ahead} ahead */
  async part(number, ahead) {
    const { signal } = this.control, { line } = this.house;
    for (let refusals = 0; ;) {
      await line.ready(signal);
      signal.throwIfAborted();
      try {
        if (this.confirmed.has(number)) return;
        const target = await ahead.target(number);
        await this.house.gate.through(async () => this.put(number, ahead.fresh(target) ?? await ahead.alone(number)));
        line.worked();
        return;
      } catch (error) {
        this.flying.delete(number);
        if (signal.aborted) throw error;
        const again = error.code === "upload:checksum" || (error.onPut && (error.status === 403 || error.status === 410));
        if (error.code === "upload:checksum") this.hashes.delete(number);
        if (again && ++refusals < STUBBORN) continue;
        if (!error.passing) throw error;
        line.failed();
        await this.askAgain();
      }
    }
  }

  /** The storage may hold a part whose answer was lost: ask before sending it again. */
  async askAgain() {
    await this.stubbornly(() => this.refresh());
  }

  async put(number, target) {
    const { signal } = this.control, blob = slice(this.file, number, this.partSize);
    signal.throwIfAborted();
    if (!target.confirmed && !this.confirmed.has(number)) {
      let before = 0;
      const progress = (sent) => { this.count(sent - before); before = sent; this.flying.set(number, Math.min(sent, blob.size)); this.house.changed(); };
      try {
        await send(target, blob, { signal, progress });
      } catch (error) {
        error.onPut = true;
        throw error;
      }
    }
    this.flying.delete(number);
    this.confirmed.set(number, this.hashes.get(number));
    this.house.changed();
  }

  /** Bytes of the last seconds, for an honest rate. */
  count(bytes) {
    const now = Date.now();
    this.samples.push([now, bytes]);
    while (this.samples.length && this.samples[0][0] < now - 8_000) this.samples.shift();
  }

  /** What the tray shows. */
  view() {
    let sent = 0;
    for (const number of this.confirmed.keys()) sent += sizeOf(this.size, number, this.partSize);
    for (const bytes of this.flying.values()) sent += bytes;
    const moving = this.state === "sending", now = Date.now(), recent = this.samples.filter(([at]) => at > now - 8_000);
    const rate = moving && recent.length > 1 ? recent.reduce((sum, [, bytes]) => sum + bytes, 0) / Math.max(1, (now - recent[0][0]) / 1000) : 0;
    const { key, id, name, size, project, state, error, result, handle, twin, asset } = this;
    const waits = this.house.line.down && !RESTING.has(state) ? Math.max(0, this.house.line.until - now) / 1000 : null;
    return { key, id, name, size, project, asset, twin, state, error, result, sent: Math.min(sent, size), rate, waits,
      left: rate > 0 ? (size - sent) / rate : null, flying: this.flying.size, again: Boolean(handle) };
  }
}
