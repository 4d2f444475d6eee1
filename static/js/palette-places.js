/**
 * Places and actions that this page offers already: links of the rail, the tabs and the menu, and
 * the page's buttons that lead somewhere or open something. A button that sends a form is never
 * among them, so that no decision can be made from the palette.
 */

const WHERE = [
  [".main a.button, .main [data-opens], .page-head a.button", "arrow"],
  [".tabs a:not([aria-current])", "arrow"],
  [".rail ul a:not([aria-current])", ""],
  [".top-tools .menu-list a, .top-tools [data-shows-keys], .top-tools [data-theme-switch], .top-tools ticket-button a", ""],
];

/** Without accents and case, as the server searches. @param {string} text */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function labelled(element) {
  return element.ariaLabel || plain(element);
}

/** Of buttons that say the same in each line, the line. */
const ofLine = (element) => {
  const line = element.closest(".line")?.querySelector(".line-text");
  return line ? plain(line).slice(0, 100) : "";
};

function plain(element) {
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll("kbd, .count, .visually-hidden")) extra.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function option(element, fallback) {
  const own = element.querySelector("use")?.getAttribute("href")?.split("#")[1];
  const isLink = element.tagName === "A" && element.hasAttribute("href") && !element.closest("ticket-button");
  return {
    label: labelled(element), detail: ofLine(element), icon: own || fallback || "arrow",
    ...(isLink ? { url: element.getAttribute("href") } : { press: () => element.click() }),
    keys: keyed(element),
  };
}

const keyed = (element) => element.dataset.jump ? `G ${element.dataset.jump.toUpperCase()}` : "";

const shown = (element) => !element.disabled && !element.closest("[hidden], dialog, template") && !element.hasAttribute("download");

/** What can be reached from here, once each, this page's own first. */
export function places() {
  const seen = new Map();
  for (const link of [...listed(), ...offered()]) {
    const key = `${link.label} ${link.url ?? ""}`;
    if (link.label && !seen.has(key)) seen.set(key, link);
  }
  return [...seen.values()];
}

function listed() {
  const rows = [];
  for (const [selector, fallback] of WHERE) {
    for (const element of document.querySelectorAll(selector)) if (shown(element)) rows.push(option(element, fallback));
  }
  return rows;
}

/** What this role can begin from anywhere, as the server wrote it onto the opener. */
function offered() {
  try {
    return JSON.parse(document.querySelector("[data-actions]")?.dataset.actions || "[]");
  } catch { return []; }
}

/** Those whose every word begins a word of theirs, or stands in it. */
export function matching(options, words) {
  const parts = fold(words).split(/\s+/).filter(Boolean);
  const fits = options.filter((one) => parts.every((part) => fold(`${one.label} ${one.detail ?? ""}`).includes(part)));
  return fits.sort((a, b) => rank(a, parts) - rank(b, parts));
}

const rank = (one, parts) => (parts.length && !fold(one.label).startsWith(parts[0]) ? 1 : 0);
