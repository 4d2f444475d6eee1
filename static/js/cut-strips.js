/**
 * <cut-strips>: two cuts above each other, each shot a link to what was done to it. All shots are one
 * stop of the Tab key; arrows walk along a cut and between both. Folded shots open when one is gone to.
 */

import { teach } from "./keys.js";
import { gettext } from "./words.js";

class CutStrips extends HTMLElement {
  connectedCallback() {
    this.strips = [...this.querySelectorAll("[data-strip]")].map((strip) => [...strip.querySelectorAll("a")]);
    for (const link of this.strips.flat()) link.setAttribute("tabindex", "-1");
    this.stop(this.strips.flat().find((link) => link.classList[0] !== "is-kept") ?? this.strips.flat()[0]);
    this.addEventListener("keydown", (event) => this.walk(event));
    teach(gettext("Both cuts"), [["← →", gettext("Shot before, next shot")], ["↑ ↓", gettext("To the other cut")], ["Home · End", gettext("First and last shot")]]);
    this.addEventListener("focusin", (event) => this.stop(event.target));
    this.opened = () => this.open();
    addEventListener("hashchange", this.opened);
    this.open();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.opened);
  }

  /** Where Tab comes back to. @param {Element | undefined} link */
  stop(link) {
    if (!link || !this.strips.flat().includes(link)) return;
    this.at?.setAttribute("tabindex", "-1");
    this.at = link;
    link.setAttribute("tabindex", "0");
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const row = this.strips.findIndex((strip) => strip.includes(event.target));
    if (row < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const strip = this.strips[row], at = strip.indexOf(event.target);
    const to = {
      ArrowRight: () => strip[at + 1], ArrowLeft: () => strip[at - 1], Home: () => strip[0], End: () => strip.at(-1),
      ArrowDown: () => this.across(event.target, row + 1), ArrowUp: () => this.across(event.target, row - 1),
    }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  /** The shot of the other cut that leads to the same place, or else the one above or below. */
  across(link, row) {
    const other = this.strips[row];
    if (!other) return undefined;
    const same = other.find((one) => one.getAttribute("href") === link.getAttribute("href"));
    if (same) return same;
    const from = link.getBoundingClientRect(), middle = from.left + from.width / 2;
    return other.find((one) => one.getBoundingClientRect().right >= middle) ?? other.at(-1);
  }

  /** What the address names may be folded away. */
  open() {
    const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named) return;
    const folded = named.closest("details");
    if (folded && !folded.open) {
      folded.open = true;
      named.scrollIntoView({ block: "center" });
    }
    for (const link of this.strips.flat()) {
      if (link.getAttribute("href") === location.hash) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("cut-strips", CutStrips);
