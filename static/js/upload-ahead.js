/** Parts made ready before a lane is free for them: hashed and signed a batch at a time. Knows no page. */

import { ApiError, call } from "./api.js";
import { hash, sizeOf, slice } from "./upload-parts.js";
import { Gate } from "./upload-line.js";

// Until the first batch is hashed and signed nothing leaves, so it is small.
const FIRST = 2, THEN = 8, READERS = 2;
// An address that is nearly too old would be refused after the bytes have travelled.
const FRESH = 0.8;

export class Ahead {
  /** @param {{id: string, file: File, size: number, partSize: number, hashes: Map<number, string>, control: AbortController}} upload @param {number[]} numbers what is missing */
  constructor(upload, numbers) {
    this.upload = upload;
    this.readers = new Gate(READERS);
    /** @type {number[][]} */
    this.batches = [numbers.slice(0, FIRST)];
    for (let at = FIRST; at < numbers.length; at += THEN) this.batches.push(numbers.slice(at, at + THEN));
    this.place = new Map(this.batches.flatMap((batch, index) => batch.map((number) => [number, index])));
    /** @type {Map<number, Promise<Map<number, object>>>} */
    this.made = new Map();
  }

  /** Where that part goes, an address that is used once: asked again, the part is signed by itself. @param {number} number */
  async target(number) {
    const index = this.place.get(number);
    if (index === undefined) return this.alone(number);
    const targets = await this.batch(index);
    // The next one meanwhile; whoever needs it hears of its failure.
    this.batch(index + 1).catch(() => {});
    this.place.delete(number);
    return this.fresh(targets.get(number)) ?? this.alone(number);
  }

  /** @param {object|undefined} target */
  fresh(target) {
    return target && target.until > Date.now() ? target : undefined;
  }

  /** @param {number} index */
  batch(index) {
    const numbers = this.batches[index] ?? [];
    if (!this.made.has(index)) {
      const making = this.sign(numbers);
      making.catch(() => this.made.delete(index));
      this.made.set(index, making);
    }
    return this.made.get(index);
  }

  async alone(number) {
    const target = (await this.sign([number])).get(number);
    if (!target) throw new ApiError(502);
    return target;
  }

  /** @param {number[]} numbers @returns {Promise<Map<number, object>>} */
  async sign(numbers) {
    const { id, size, partSize, control: { signal } } = this.upload;
    if (!numbers.length) return new Map();
    const announced = await Promise.all(numbers.map(async (number) => ({ number, size: sizeOf(size, number, partSize), sha256: await this.digest(number) })));
    signal.throwIfAborted();
    const { parts, expires_in: life } = await call("POST", `/api/v1/uploads/${id}/parts/`, { parts: announced }, { signal });
    const until = Date.now() + life * 1000 * FRESH;
    return new Map(parts.map((part) => [part.number, { ...part, until }]));
  }

  /** @param {number} number */
  digest(number) {
    const { file, partSize, hashes, control: { signal } } = this.upload;
    return this.readers.through(async () => {
      signal.throwIfAborted();
      if (!hashes.has(number)) hashes.set(number, await hash(slice(file, number, partSize)));
      return hashes.get(number);
    });
  }
}
