/**
 * A form that is sent while the portal is out of reach: the browser would leave the page for one of its own, and what was typed
 * would be gone. So whoever sends it then is told that nothing was saved, and it stays. Nothing is sent by itself later: a signature
 * is a person's.
 */

import { line } from "./live.js";
import { make } from "./make.js";
import { gettext } from "./words.js";

const SECONDS = 4_000;
/** @type {WeakSet<HTMLFormElement>} may go: the portal answered just now */
const free = new WeakSet();
/** @type {WeakSet<HTMLFormElement>} a second press while it is asked whether the portal is there */
const asking = new WeakSet();

async function reached() {
  try {
    const { status } = await fetch("/healthz/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SECONDS) });
    return status < 502 || status > 504; // those are of a proxy that finds nobody behind it
  } catch {
    return false;
  }
}

/** @param {HTMLFormElement} form @param {string} text @param {string} looks */
function tell(form, text, looks) {
  let box = form.querySelector(":scope > [data-part=held]");
  if (!box) {
    box = make("div");
    box.dataset.part = "held";
    box.setAttribute("role", "alert");
    form.prepend(box);
  }
  box.className = `problem ${looks}`;
  box.replaceChildren(make("p", "", text));
  return box;
}

document.addEventListener("submit", async (event) => {
  const form = event.target, { submitter } = event;
  if (event.defaultPrevented || form.method === "dialog") return;
  form.querySelector(":scope > [data-part=held]")?.remove();
  if (asking.has(form)) {
    event.preventDefault();
    return;
  }
  if (free.delete(form) || !["polling", "offline"].includes(line.state)) return;
  event.preventDefault();
  asking.add(form);
  const there = await reached();
  asking.delete(form);
  if (there) {
    free.add(form);
    form.requestSubmit(submitter);
    return;
  }
  const box = tell(form, gettext("The portal is out of reach. Nothing was saved; what you typed stays here."), "is-error");
  box.scrollIntoView({ block: "nearest" });
});

line.addEventListener("change", () => {
  if (line.state !== "connected") return;
  for (const box of document.querySelectorAll("[data-part=held]")) {
    tell(box.parentElement, gettext("The portal is back. Nothing was saved yet: send it again."), "is-info");
  }
});
