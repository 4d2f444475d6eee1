/** <upload-tray data-worker data-user hidden>: every upload of this person, on every page. */

import { ask, open, uploads } from "./upload-client.js";
import { RowOf } from "./upload-row.js";
import { button, make } from "./make.js";
import { gettext, interpolate, ngettext } from "./words.js";

const MOVING = new Set(["creating", "comparing", "checking", "sending", "finishing"]);
/** Whether the list is folded, on every page of this browser: "1" or "0"; on a phone it begins folded. */
const FOLDED = "uploads-folded";

function wasFolded() {
  const phone = matchMedia("(max-width: 640px)").matches;
  try { return (localStorage.getItem(FOLDED) ?? (phone ? "1" : "0")) === "1"; } catch { return phone; }
}

class UploadTray extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, object>} */
    this.rows = new Map();
    this.build();
    this.show = () => this.render();
    uploads.addEventListener("change", this.show);
    this.warn = (event) => { if (this.wouldLose()) event.preventDefault(); };
    addEventListener("beforeunload", this.warn);
    addEventListener("submit", (event) => this.stays(event.target.action));
    addEventListener("click", (event) => { const link = event.target.closest?.("a[href]"); if (link) this.stays(link.href); });
    globalThis.navigation?.addEventListener("navigate", (event) => this.stays(event.destination.url));
    open(this.dataset.worker, this.dataset.user || "");
    this.render();
  }

  disconnectedCallback() {
    uploads.removeEventListener("change", this.show);
    removeEventListener("beforeunload", this.warn);
  }

  /** A shared worker goes on from page to page, but not when the last page closes; a page alone takes its transfers with it. */
  wouldLose() {
    if (!uploads.items.some((item) => item.flying > 0)) return false;
    return !uploads.shared || (uploads.pages < 2 && !this.inside);
  }

  /** The person goes to another page of the portal: the next page takes the worker over. */
  stays(there) {
    this.inside = new URL(there, location.href).origin === location.origin;
    setTimeout(() => { this.inside = false; }, 2_000);
  }

  build() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", gettext("Uploads"));
    this.heading = make("h2");
    this.all = button("", "pause", () => ask(this.anyMoving() ? "pauseAll" : "resumeAll"), "is-quiet is-small");
    this.fold = button(gettext("Fold the list"), "down", () => this.toggle(), "is-quiet is-small is-icon", true);
    this.clear = button(gettext("Clear the list"), "close", () => ask("clear"), "is-quiet is-small is-icon", true);
    this.list = make("ul", "tray-list");
    this.news = make("p", "visually-hidden");
    this.news.setAttribute("role", "status");
    const head = make("header", "tray-head");
    head.append(this.heading, this.all, this.fold, this.clear);
    this.replaceChildren(head, this.news, this.list);
    this.folds(wasFolded());
  }

  anyMoving() {
    return uploads.items.some((item) => MOVING.has(item.state));
  }

  toggle() {
    this.folds(!this.list.hidden);
    try { localStorage.setItem(FOLDED, this.list.hidden ? "1" : "0"); } catch { /* lasts for this page only */ }
  }

  /** @param {boolean} folded */
  folds(folded) {
    this.list.hidden = folded;
    this.fold.setAttribute("aria-expanded", String(!folded));
    this.fold.relabel(folded ? gettext("Show the list") : gettext("Fold the list"), "down");
  }

  render() {
    const focused = this.contains(document.activeElement) && document.activeElement;
    this.draw();
    if (focused && !focused.checkVisibility()) (this.hidden ? document.querySelector("main") : this.fold)?.focus({ preventScroll: true });
  }

  draw() {
    const { items } = uploads, done = items.filter((item) => item.state === "done").length;
    this.hidden = items.length === 0;
    const left = items.length - done;
    const title = left === 0
      ? interpolate(ngettext("%(n)s file uploaded", "%(n)s files uploaded", done), { n: done })
      : interpolate(ngettext("%(n)s upload open", "%(n)s uploads open", left), { n: left });
    if (this.heading.textContent !== title) this.heading.textContent = this.news.textContent = title;
    const moving = this.anyMoving(), paused = items.some((item) => item.state === "paused");
    this.all.hidden = !moving && !paused;
    this.all.relabel(moving ? gettext("Pause all") : gettext("Go on with all"), moving ? "pause" : "play");
    this.clear.hidden = done === 0;
    this.clear.relabel(left ? gettext("Take finished uploads off the list") : gettext("Clear the list"), left ? "check" : "close");
    const seen = new Set(items.map((item) => item.key));
    for (const [key, row] of this.rows) if (!seen.has(key)) { row.element.remove(); this.rows.delete(key); }
    for (const item of items) {
      let row = this.rows.get(item.key);
      if (!row) {
        this.rows.set(item.key, row = new RowOf(item.key));
        this.list.append(row.element);
      }
      if (row.render(item)) this.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: item }));
    }
  }
}

customElements.define("upload-tray", UploadTray);
