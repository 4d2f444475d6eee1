/**
 * Decisions on their way to the server, one after the other in the order in which they were made. A line that is down
 * or slow only makes them wait; the same key with each try, so that none is signed twice.
 *
 * An entry is bound to the pictures that were on the screen and to the decisions that stood there. When the person's own
 * earlier decision on a picture is still on its way, what that becomes is what was seen.
 */

import { ApiError, call } from "./api.js";

const SETTLED = new Set(["approved", "rejected"]);
const FIRST_PAUSE = 1_000, LONGEST = 15_000;

/** @typedef {{items: object[], keep: object|null, verdict: string, why: string, reason: string, state: "waiting"|"made"|"refused",
 *   seen: Map<string, string|null>, after: Map<string, Entry>, made: Map<string, object>}} Entry */

/** Whether a picture awaits a word, as the page shows it. @param {object} item */
export const isOpen = (item) => !SETTLED.has(item.shown?.verdict);

export class DecisionLine {
  /** @param {string} path @param {{made: (entry: Entry) => void, refused: (entry: Entry, error: ApiError|null) => void, waits: (count: number, down: boolean) => void}} tell */
  constructor(path, tell) {
    this.path = path;
    this.tell = tell;
    /** @type {Entry[]} */
    this.entries = [];
    this.busy = false;
    addEventListener("beforeunload", (event) => { if (this.entries.length) event.preventDefault(); });
    addEventListener("online", () => this.wake?.());
  }

  /** @param {Partial<Entry>} word @returns {Entry} */
  add(word) {
    const entry = { keep: null, why: "", reason: "", state: "waiting", seen: new Map(), after: new Map(), made: new Map(), key: crypto.randomUUID(), ...word };
    for (const item of this.all(entry)) {
      if (item.tail) entry.after.set(item.id, item.tail);
      entry.seen.set(item.id, item.decision?.id ?? null);
      item.tail = entry;
    }
    this.entries.push(entry);
    this.tell.waits(this.entries.length, false);
    this.go();
    return entry;
  }

  all(entry) {
    return entry.keep ? [entry.keep, ...entry.items] : entry.items;
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    while (this.entries.length) {
      const entry = this.entries[0];
      try {
        await this.send(entry);
      } finally {
        this.entries.shift();
      }
      this.tell.waits(this.entries.length, false);
    }
    this.busy = false;
  }

  /** @param {Entry} entry */
  async send(entry) {
    if ([...entry.after.values()].some((before) => before.state === "refused")) return this.refuse(entry, null);
    const seen = Object.fromEntries([...entry.seen].map(([id, stood]) => [id, entry.after.get(id)?.made.get(id)?.id ?? stood]));
    const body = { candidates: entry.items.map((item) => item.id), verdict: entry.verdict, why: entry.why, reason: entry.reason, seen };
    if (entry.keep) body.keep = entry.keep.id;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST, pause * 2)) {
      try {
        const made = await call("POST", this.path, body, { key: entry.key });
        for (const decision of made) entry.made.set(decision.candidate, decision);
        entry.state = "made";
        this.end(entry);
        return this.tell.made(entry);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!error.passing && error.code !== "idempotency:in_progress") return this.refuse(entry, error);
        this.tell.waits(this.entries.length, true);
        await this.rest(pause);
      }
    }
  }

  refuse(entry, error) {
    entry.state = "refused";
    this.end(entry);
    this.tell.refused(entry, error);
  }

  end(entry) {
    for (const item of this.all(entry)) {
      if (item.tail === entry) item.tail = null;
      if (entry.state === "made") Object.assign(item, { decision: entry.made.get(item.id), settled: performance.now() });
    }
  }

  rest(pause) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }
}
