/** The portal's JSON interface, from a page or from a worker. */

let token = "";

/** A worker has no cookies to read: its page tells it. @param {string} csrf */
export const useToken = (csrf) => { token = csrf; };

export function readToken() {
  if (!globalThis.document) return token;
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : document.querySelector('meta[name="csrf-token"]')?.content || "";
}

/** What went wrong, in the words of the server. `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  /** @param {number} status @param {{code?: string, message?: string, kept?: string, todo?: string, fields?: object}} [body] */
  constructor(status, body = {}) {
    super(body.message || "");
    this.status = status;
    this.code = body.code || (status ? `http:${status}` : "line:down");
    this.kept = body.kept || "";
    this.todo = body.todo || "";
    this.fields = body.fields || {};
  }

  /** True where the same request may succeed later without anybody doing anything. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.code === "upload:part_busy" || (this.status >= 500 && this.status !== 507);
  }
}

/** @param {number} status @param {string} text */
export function readError(status, text) {
  let body = {};
  try { body = JSON.parse(text).error ?? {}; } catch { /* not ours: a proxy's page */ }
  return new ApiError(status, typeof body === "object" && body ? body : {});
}

/**
 * @param {string} method @param {string} path @param {object} [body]
 * @param {{key?: string, signal?: AbortSignal, keepalive?: boolean}} [options] key: the same for each try of one creation
 * @returns {Promise<any>}
 */
export async function call(method, path, body, { key, signal, keepalive } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = readToken();
  if (key) headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer, text;
  try {
    answer = await fetch(path, { method, headers, signal, keepalive, credentials: "same-origin", body: body && JSON.stringify(body) });
    text = await answer.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0);
  }
  if (!answer.ok) throw readError(answer.status, text);
  return text ? JSON.parse(text) : null;
}
