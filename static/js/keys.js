/** The sheet of keys that "?" opens: what this page listens to, in its own words. */

import { button, make } from "./make.js";
import { gettext } from "./words.js";

/** @type {Map<string, [string, string][]>} */
const groups = new Map();

/** Tells the sheet of a part's keys. @param {string} title @param {[string, string][]} rows keys ("J K L") and what they do */
export const teach = (title, rows) => groups.set(title, rows);

const spell = (key) => key.replace("mod", /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl").split("+").map((one) => (one.length === 1 ? one.toUpperCase() : one)).join(" ");

/** What a control is called, without the key that stands on it. */
function named(control) {
  if (control.dataset.keyName || control.ariaLabel) return control.dataset.keyName || control.ariaLabel;
  const copy = control.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return copy.textContent.trim();
}

function pageKeys() {
  const rows = [...document.querySelectorAll("[data-key]")].map((one) =>
    [one.dataset.key.split(" ").map(spell).join(" · "), named(one)]);
  return [...rows, ["?", gettext("Show the keys")]];
}

function list(rows) {
  const sheet = make("dl", "keys-sheet");
  for (const [keys, what] of rows) {
    const term = make("dt");
    term.append(...keys.split(" ").map((key) => (key === "·" ? document.createTextNode("·") : make("kbd", "", key))));
    sheet.append(term, make("dd", "", what));
  }
  return sheet;
}

export function show() {
  document.getElementById("keys-sheet")?.remove();
  const dialog = make("dialog", "dialog is-wide"), head = make("header", "dialog-head"), body = make("div", "dialog-body");
  dialog.id = "keys-sheet";
  dialog.setAttribute("aria-label", gettext("Keys on this page"));
  head.append(make("h2", "", gettext("Keys on this page")), button(gettext("Close"), "close", () => dialog.close(), "is-quiet is-icon", true));
  const columns = make("div", "columns");
  for (const [title, rows] of [...groups, [gettext("Everywhere"), pageKeys()]]) {
    const part = make("section", "stack is-tight");
    part.append(make("h3", "", title), list(rows));
    columns.append(part);
  }
  body.append(columns);
  dialog.append(head, body);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
