/** What every page runs. The rest is fetched when the page shows something that needs it. */

import { typing } from "./quick-keys.js";
import "./held-forms.js";
import "./live-areas.js";
import "./live-badge.js";
import "./notice-bell.js";
import "./running-count.js";

const PARTS = [
  ["job-progress", () => import("./job-progress.js")],
  ["drop-zone", () => import("./drop-zone.js")],
  ["frame-player", () => import("./frame-player.js")],
  ["sound-wave", () => import("./sound-wave.js")],
  ["version-notes", () => import("./version-notes.js")],
  ["place-note", () => import("./place-note.js")],
  ["playlist-order", () => import("./playlist-order.js")],
  ["guest-watch", () => import("./guest-watch.js")],
  ["drawn-picture", () => import("./drawn-picture.js")],
  ["[data-prints]", () => import("./printing.js")],
  ["view-mark", () => import("./view-mark.js")],
  ["cut-editor", () => import("./cut-editor.js")],
  ["palette-choice", () => import("./palette-choice.js")],
  ["scene-choice", () => import("./scene-choice.js")],
  ["triage-board", () => import("./triage-board.js")],
  ["take-choice", () => import("./take-choice.js")],
  ["cut-strips", () => import("./cut-strips.js")],
  ["mark-boxes", () => import("./mark-boxes.js")],
  ["picture-compare", () => import("./picture-compare.js")],
  ["track-strip", () => import("./track-strip.js")],
  ["mark-quad", () => import("./mark-quad.js")],
  ["work-timer", () => import("./work-timer.js")],
  ["ticket-button", () => import("./ticket-button.js")],
  ["page-picture", () => import("./page-picture.js")],
  ["ticket-board", () => import("./ticket-board.js")],
  ["decided-meanwhile", () => import("./decided-meanwhile.js")],
  ["look-time", () => import("./look-time.js")],
  ["ask-form", () => import("./ask-form.js")],
  ["found-list", () => import("./found-list.js")],
  ["relative-time", () => import("./relative-time.js")],
  [".toast", () => import("./toast.js")],
  ["[data-copy], [data-copies]", () => import("./copy.js")],
  ["dialog, [data-opens], [data-toggles], [data-check-all], [data-confirm-leave]", () => import("./dialogs.js")],
];

/** What stands in [data-still] is shown and not used, as on the design page: it fetches nothing. */
const alive = document.querySelector("[data-still]") ? (selector) => `:is(${selector}):not([data-still] *)` : (selector) => selector;

/** @param {ParentNode} where */
function bring(where) {
  for (const [part, load] of PARTS) {
    const selector = alive(part);
    if (where.querySelector(selector) || where.matches?.(selector)) load();
  }
}

function uploadsWait() {
  try { return Boolean(localStorage.getItem("uploads")); } catch { return true; }
}

/** Where a project's files are dropped it is asked what was begun on another machine; one asset's page is lighter without. */
const WHERE_ALL_COME = alive("drop-zone:not([data-asset]), drop-zone[data-asset='']");

if (document.querySelector("upload-tray") && (uploadsWait() || document.querySelector(WHERE_ALL_COME))) import("./upload-tray.js");
bring(document);
document.addEventListener("htmx:load", (event) => bring(event.target));

/** Of tabs, and of the rail's places, that do not fit, the current one is seen. @param {Element} bar @param {Element} here */
function centre(bar, here) {
  const room = bar.getBoundingClientRect(), mine = here.getBoundingClientRect();
  bar.scrollBy(mine.x + mine.width / 2 - room.x - room.width / 2, mine.y + mine.height / 2 - room.y - room.height / 2);
}

/** What came back wrong is where a person goes on. */
function begin() {
  if (document.querySelector("[aria-invalid=true], [role=alert]:not(:empty)")) import("./wrong-field.js").then((wrong) => wrong.showWrong());
  for (const here of document.querySelectorAll(".rail [aria-current], .tabs [aria-current]")) centre(here.closest(".rail, .tabs"), here);
}
begin();

for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(trouble, (event) => event.target.matches?.("[data-live]") || import("./toast.js").then((toasts) => toasts.toastRequest(event)));
}

/** "mod+k" is Ctrl K or ⌘ K; a single letter counts only outside of fields. @param {KeyboardEvent} event */
function spelled(event) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${name}` : event.altKey ? `alt+${name}` : name;
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const keys = spelled(event);
  if (keys === "Escape") return closeMenus(null);
  if (typing(event.target) && !keys.startsWith("mod+")) return;
  if (document.querySelector("dialog[open]")) return;
  if (keys === "?") return void showKeys();
  const fitting = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.split(" ").includes(keys));
  const target = fitting.find((one) => !one.closest(".top")) ?? fitting[0];  // a page's own key comes first
  if (!target || target.disabled) return;
  event.preventDefault();
  if (typing(target)) target.focus(); else target.click();
});

const showKeys = () => import("./keys.js").then((keys) => keys.show());

/** @param {Element|null} inside */
function closeMenus(inside) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (inside && menu.contains(inside)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

addEventListener("click", (event) => {
  closeMenus(event.target);
  if (event.target.closest?.("[data-shows-keys]")) { closeMenus(null); showKeys(); }
});
