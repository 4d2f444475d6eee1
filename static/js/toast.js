/** Short news at the edge of the page. The page renders its own; modules add theirs. */

import { button, icon, make } from "./make.js";
import { gettext } from "./words.js";

const STAY = 6_000;

/** @param {Element} element */
function leave(element) {
  element.remove();
}

/** Good news goes by itself, trouble waits to be read. @param {Element} element */
function age(element) {
  if (element.matches(".is-error, .is-warning")) return;
  let timer = setTimeout(() => leave(element), STAY);
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("focusin", () => clearTimeout(timer));
  element.addEventListener("pointerleave", () => { timer = setTimeout(() => leave(element), STAY); });
}

/** Behind an open dialog nothing can be read or closed: there it stands in the dialog. @returns {Element|null} */
export function place() {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (!dialog) return document.getElementById("toasts");
  return dialog.querySelector(":scope > .toasts") ?? within(dialog);
}

/** What was not read when the dialog closes is read on the page. @param {HTMLDialogElement} dialog */
function within(dialog) {
  const own = make("div", "toasts");
  own.setAttribute("aria-live", "polite");
  dialog.addEventListener("close", () => document.getElementById("toasts")?.append(...own.children));
  dialog.append(own);
  return own;
}

/** @param {string} text @param {"success"|"info"|"warning"|"error"} [level] @returns {() => void} takes it away */
export function toast(text, level = "info") {
  const element = make("div", `toast is-${level}`);
  element.append(icon(level === "error" || level === "warning" ? "warn" : "check"), make("div", "", text),
    button(gettext("Close"), "close", () => leave(element), "is-quiet is-small is-icon", true));
  if (level === "error") element.setAttribute("role", "alert");
  place()?.append(element);
  age(element);
  return () => leave(element);
}

/** What went wrong, what was kept, what to do. @param {{message?: string, kept?: string, todo?: string, status?: number}} error */
export function toastError(error) {
  const lost = error.status === 0 ? gettext("The portal is out of reach. Nothing was changed.") : gettext("That did not work.");
  toast([error.message || lost, error.kept, error.todo].filter(Boolean).join(" "), "error");
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-dismisses]")) leave(event.target.closest(".toast, .problem"));
});
document.querySelectorAll(".toast").forEach(age);

/** An htmx request that failed. @param {CustomEvent} event */
export function toastRequest({ detail: { xhr } }) {
  let error = {};
  try { error = JSON.parse(xhr.responseText).error; } catch { /* a page, not a sentence */ }
  toastError({ ...error, status: xhr.status });
}
