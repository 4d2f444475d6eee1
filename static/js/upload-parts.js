/** The parts of a file: where they lie, what they hash to, and how one is sent. Bytes only, no state. */

import { ApiError, readError } from "./api.js";

const MEBIBYTE = 1024 * 1024;

/** @param {ArrayBuffer|Uint8Array} digest */
export const hex = (digest) => [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const raw = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Part `number` counts from 1. @param {File} file @param {number} number @param {number} partSize */
export const slice = (file, number, partSize) => file.slice((number - 1) * partSize, Math.min(number * partSize, file.size));

/** Bytes a part to ask for: fewer requests for a large file, and never much in memory. The portal has the last word. @param {number} size */
export const wishedSize = (size) => Math.min(32, Math.max(8, Math.ceil(size / 32 / MEBIBYTE))) * MEBIBYTE;

/** @param {number} size @param {number} number @param {number} partSize */
export const sizeOf = (size, number, partSize) => Math.max(0, Math.min(number * partSize, size) - (number - 1) * partSize);

/** Thrown when the file on the disk is gone or has changed since it was chosen. */
export class FileChanged extends Error {}

/** @param {Blob} blob */
export async function hash(blob) {
  let content;
  try { content = await blob.arrayBuffer(); } catch { throw new FileChanged(); }
  return hex(await crypto.subtle.digest("SHA-256", content));
}

/** What it begins and ends with: the hash over its first and last mebibyte. @param {File} file */
export const fingerprint = (file) => hash(new Blob([file.slice(0, MEBIBYTE), file.slice(Math.max(0, file.size - MEBIBYTE))]));

/** The hash of the whole, as a file that was sent in parts of that size has it. @param {File} file @param {number} partSize @param {AbortSignal} signal */
export async function treeOf(file, partSize, signal) {
  const digests = [];
  for (let number = 1; (number - 1) * partSize < file.size; number += 1) {
    signal.throwIfAborted();
    digests.push(await hash(slice(file, number, partSize)));
  }
  return tree(digests);
}

/** The hash over the raw hashes of all parts, in order. @param {string[]} digests */
export async function tree(digests) {
  const joined = new Uint8Array(digests.length * 32);
  digests.forEach((digest, index) => joined.set(raw(digest), index * 32));
  return hex(await crypto.subtle.digest("SHA-256", joined));
}

/**
 * @param {{url: string, method?: string, headers?: Record<string, string>}} target
 * @param {Blob} blob
 * @param {{signal: AbortSignal, progress: (sent: number) => void}} watch
 */
export function send(target, blob, { signal, progress }) {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(new DOMException("", "AbortError"));
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    request.open(target.method || "PUT", target.url);
    for (const [name, value] of Object.entries(target.headers ?? {})) request.setRequestHeader(name, value);
    let moved = Date.now();
    // A line that swallows bytes without an answer is a dead line.
    const stall = setInterval(() => { if (Date.now() - moved > 90_000) { moved = Infinity; fail(new ApiError(0)); request.abort(); } }, 5_000);
    request.upload.onprogress = (event) => { moved = Date.now(); progress(event.loaded); };
    request.onload = () => (request.status >= 200 && request.status < 300 ? done() : fail(readError(request.status, request.responseText)));
    request.onerror = request.ontimeout = () => fail(new ApiError(0));
    request.onabort = () => fail(new DOMException("", "AbortError"));
    request.onloadend = () => { clearInterval(stall); signal.removeEventListener("abort", stop); };
    request.send(blob);
  });
}
