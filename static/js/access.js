/**
 * What an open page does when the server says that the person may no longer see it: it loads itself again, once,
 * and the server leads on (signing in, agreements, or the page as it is now). Typed text is never thrown away for it.
 */

import { button, icon, make } from "./make.js";
import { place } from "./toast.js";
import { gettext } from "./words.js";

export const SIGNED_OUT = 4401;
export const ACCESS_CHANGED = 4403;
const AGAIN = 30_000, KEY = "access-reload-", TYPED = "textarea, input:not([type]), input[type=text], input[type=email], input[type=url], input[type=number], input[type=date]";

/** The code for an answer of the interface; 0 where access was not the trouble. @param {number} status */
export const refusal = (status) => ({ 401: SIGNED_OUT, 403: ACCESS_CHANGED })[status] ?? 0;

/** @type {HTMLElement|null} */
let banner = null;
let leaving = false;

/** @param {number} code SIGNED_OUT or ACCESS_CHANGED */
export function accessEnded(code) {
  if (leaving || (banner && banner.dataset.code === String(code))) return;
  if (unsaved() || justReloaded(code)) show(code);
  else reload(code);
}

/** The line stands. A banner stays, for the page is the old one; one that was closed may come again. */
export function accessStands() {
  if (!banner?.isConnected) banner = null;
}

function reload(code) {
  leaving = true;
  setTimeout(() => { leaving = false; }, AGAIN);  // the person may have chosen to stay
  sessionStorage.setItem(KEY + code, String(Date.now()));
  if (code === SIGNED_OUT) cover();
  location.replace(location.pathname + location.search);  // asks anew, also where the page answered a form
}

/** Also where nothing can be remembered: better no reload than one after the other. */
function justReloaded(code) {
  try { return Date.now() - Number(sessionStorage.getItem(KEY + code)) < AGAIN; } catch { return true; }
}

/** Text that a reload would lose, and files under way that would warn of it. */
function unsaved() {
  const typed = [...document.querySelectorAll(TYPED)].some((one) => !one.disabled && !one.readOnly && one.value !== one.defaultValue);
  return typed || !dispatchEvent(new Event("beforeunload", { cancelable: true }));
}

const sentence = (code) => (code === SIGNED_OUT ? gettext("You are signed out.") : gettext("Your access has changed."));

/** What was on the page is no longer for whoever sits here. */
function cover() {
  const where = document.getElementById("content") || document.body, said = make("div", "problem is-warning");
  said.setAttribute("role", "alert");
  said.append(make("p", "", sentence(SIGNED_OUT)));
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  where.replaceChildren(said);
}

function show(code) {
  banner?.remove();
  banner = make("div", "toast is-warning");
  banner.dataset.code = String(code);
  banner.setAttribute("role", "alert");
  const todo = unsaved() ? gettext("Copy what you typed, then reload the page.") : gettext("Reload the page.");
  const press = () => location.replace(location.pathname + location.search);
  banner.append(icon("warn"), make("div", "", `${sentence(code)} ${todo}`), button(gettext("Reload the page"), "", press, "is-small"),
    button(gettext("Close"), "close", () => banner.remove(), "is-quiet is-small is-icon", true));
  (place() || document.body).append(banner);
}
