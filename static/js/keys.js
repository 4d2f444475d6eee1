/** The sheet of keys that "?" opens: what this page listens to, in its own words. */

import { button, make } from "./make.js";
import { singleKeys, switchSingleKeys } from "./quick-keys.js";
import { gettext, interpolate } from "./words.js";

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

/** Each key once: a page's own before those of the top bar, as a press finds them. @returns {[string, string][][]} the page's, the bar's */
function pageKeys() {
  const known = new Set(), all = [...document.querySelectorAll("[data-key]")];
  const rows = (controls) => controls.flatMap((one) => {
    const keys = one.dataset.key.split(" ").filter((key) => !known.has(key));
    for (const key of keys) known.add(key);
    return keys.length ? [[keys.map(spell).join(" · "), named(one)]] : [];
  });
  const own = rows(all.filter((one) => !one.closest(".top"))), bar = rows(all.filter((one) => one.closest(".top")));
  return [own, [...bar, [gettext("Escape"), gettext("Close a menu or a dialog")], ["?", gettext("Show the keys")]]];
}

/** G and a letter; where a page has a G of its own there are none. */
function jumps() {
  if (document.querySelector("triage-board")) return [];
  return [...document.querySelectorAll(".rail [data-jump]")].map((one) =>
    [`G ${one.dataset.jump.toUpperCase()}`, interpolate(gettext("Go to %(place)s"), { place: one.querySelector("span").textContent })]);
}

/** WCAG 2.1.4: keys of one character can be switched off. */
function choice() {
  const label = make("label", "choice"), box = make("input"), said = make("span");
  box.type = "checkbox";
  box.checked = singleKeys();
  box.addEventListener("change", () => switchSingleKeys(box.checked));
  said.append(gettext("Keys of one character"), make("br"), make("span", "quiet small", gettext("Off: only Ctrl and ⌘ keys, arrows, Enter and Escape work. Kept in this browser.")));
  label.append(box, said);
  return label;
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
  const [own, everywhere] = pageKeys();
  for (const [title, rows] of [...groups, [gettext("On this page"), own], [gettext("Everywhere"), everywhere], [gettext("Go to"), jumps()]]) {
    if (!rows.length) continue;
    const part = make("section", "stack is-tight");
    part.append(make("h3", "", title), list(rows));
    columns.append(part);
  }
  body.append(columns, choice());
  dialog.append(head, body);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
