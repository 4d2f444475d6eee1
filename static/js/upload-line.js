/** The line to the portal as all uploads share it: when it is down they wait together and wake together. */

const FIRST = 1_000, CAP = 30_000;

export class Line {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.tries = 0;
    this.until = 0;
    /** @type {Set<() => void>} */
    this.sleepers = new Set();
    globalThis.addEventListener?.("online", () => this.wake());
  }

  get down() {
    return this.until > 0;
  }

  /** One failure counts once, however many parts met it. */
  failed() {
    if (this.until > Date.now()) return;
    this.tries += 1;
    this.until = Date.now() + Math.min(CAP, FIRST * 2 ** (this.tries - 1)) * (0.5 + Math.random() / 2);
    this.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), this.until - Date.now());
  }

  worked() {
    if (!this.tries) return;
    this.tries = 0;
    this.until = 0;
    this.wake();
  }

  wake() {
    clearTimeout(this.timer);
    if (this.until > Date.now()) this.until = Date.now();
    const waiting = [...this.sleepers];
    this.sleepers.clear();
    for (const go of waiting) go();
    this.changed();
  }

  /** Resolves at the next try. @param {AbortSignal} signal */
  async ready(signal) {
    if (this.until <= Date.now()) return;
    await new Promise((go) => {
      this.sleepers.add(go);
      signal.addEventListener("abort", go, { once: true });
    });
  }
}

/** At most `room` at a time, first come first served. */
export class Gate {
  /** @param {number} room */
  constructor(room) {
    this.room = room;
    this.queue = [];
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async through(work) {
    if (this.room > 0) this.room -= 1;
    else await new Promise((go) => this.queue.push(go));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next(); else this.room += 1;
    }
  }
}
