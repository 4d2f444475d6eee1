/**
 * A trace begins at the click: what the page then fetches, sends or opens carries its `traceparent` (W3C Trace Context),
 * by a header where one can be set, else by a cookie of some seconds. Random numbers, nothing else. Loaded only where
 * the operator collects traces.
 */

const NAME = "traceparent", SECONDS = 5;

/** @param {number} bytes */
const random = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (one) => one.toString(16).padStart(2, "0")).join("");

let trace = random(16);

/** @returns {string} of the click that came last, with a step of its own */
export const traceparent = () => `00-${trace}-${random(8)}-01`;

/** @param {Event} event */
function begin(event) {
  trace = random(16);
  if (event.type === "submit" || event.target.closest?.("a[href]")) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${NAME}=${traceparent()}; Path=/; Max-Age=${SECONDS}; SameSite=Strict${secure}`;
  }
}

/** @param {RequestInfo|URL} what */
const isOurs = (what) => new URL(what instanceof Request ? what.url : what, location.href).origin === location.origin;

const plain = globalThis.fetch;

/** Another host, such as a bucket, gets no header of ours: it would refuse it. */
globalThis.fetch = (what, how = {}) => {
  if (!isOurs(what)) return plain(what, how);
  const headers = new Headers(how.headers ?? (what instanceof Request ? what.headers : undefined));
  headers.set(NAME, traceparent());
  return plain(what, { ...how, headers });
};

addEventListener("click", begin, { capture: true });
addEventListener("submit", begin, { capture: true });
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers[NAME] = traceparent(); });
