/**
 * Keys of every page: G and a letter goes to a place of the rail, Ctrl/⌘ K opens the palette.
 *
 * Keys of one character can be switched off (WCAG 2.1.4), for this browser: whoever speaks to the
 * machine, or leans on the keyboard, sets nothing off. What is typed into a field never is a key.
 */

const OFF = "single-keys", SOON = 1200;  // ms between G and its letter
const KEEP = 8, TITLE = / · Last Mile$/;

export const typing = (element) => Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]"));

export function singleKeys() {
  try { return localStorage.getItem(OFF) !== "off"; } catch { return true; }
}

/** @param {boolean} on */
export function switchSingleKeys(on) {
  try {
    if (on) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "off");
  } catch { /* a closed storage: they stay on */ }
}

const plain = (event) => event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;

let since = -SOON;

/** Before any other listener: a page's own keys hear neither what is switched off nor G's letter. */
addEventListener("keydown", (event) => {
  if (!plain(event) || typing(event.target) || event.isComposing) return;
  const waited = event.timeStamp - since < SOON;
  since = -SOON;
  if (!singleKeys()) return event.stopImmediatePropagation();
  if (!waited) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.querySelector(`.rail [data-jump="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
}, { capture: true });

/** After them: where a page has a G of its own, that is what G does. */
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !plain(event) || event.key.toLowerCase() !== "g") return;
  if (typing(event.target) || document.querySelector("dialog[open]") || !document.querySelector(".rail [data-jump]")) return;
  since = event.timeStamp;
});

addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens-search]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // Not fetched and not reached: the page of the search is where the link leads anyway.
  import("./search-palette.js").then((palette) => palette.show(opener, recent()), () => location.assign(opener.href));
});

/** Whoever signs out leaves no names of films behind. */
addEventListener("submit", (event) => {
  if (event.target.action?.endsWith("/accounts/logout/")) forget();
});

/** Whose browser it is now; "" outside of the portal's frame: signed out, or a page of one purpose. */
const person = () => document.querySelector("upload-tray")?.dataset.user || "";
const shelf = () => `recent.${person()}`;

function kept() {
  try {
    const rows = JSON.parse(localStorage.getItem(shelf()) || "[]");
    return Array.isArray(rows) ? rows.filter((row) => typeof row?.url === "string" && row.url.startsWith("/") && typeof row.label === "string") : [];
  } catch { return []; }
}

/** Where this person was, in this browser; not this page. */
const recent = () => kept().filter((row) => row.url !== here()).map((row) => ({ ...row, icon: "clock" }));

const here = () => location.pathname;

/**
 * Remembers this page. Names of films stay in this browser until somebody signs out of it. Pages outside of the frame are never
 * kept: the addresses of invitations, of links for one sign-in and of what was shared are secrets.
 */
function remember() {
  if (!person()) { forget(); return; } // what was kept so once goes
  const label = document.title.replace(TITLE, "").trim();
  if (!label || here() === "/" || here().startsWith("/search/")) return;
  const rows = [{ url: here(), label }, ...kept().filter((row) => row.url !== here())].slice(0, KEEP);
  try { localStorage.setItem(shelf(), JSON.stringify(rows)); } catch { /* a full or closed storage: nothing is remembered */ }
}

function forget() {
  try { localStorage.removeItem(shelf()); } catch { /* nothing was kept */ }
}

const spelled = document.querySelector(".top-find kbd");
if (spelled && /Mac|iP/.test(navigator.platform)) spelled.textContent = "⌘ K";
remember();
