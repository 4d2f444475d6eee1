/**
 * <shot-status data-source="/api/…">: the shots of a project. The first rows came with the page; the others are fetched as one
 * answer, and of them only those in sight are in the page. The address says what is chosen; without this there are pages.
 * What changes meanwhile changes in place: the row with the focus and the one at the top of the window stay where they are.
 */

import { call } from "./api.js";
import { teach } from "./keys.js";
import { makeRow } from "./shot-row.js";
import { Shots } from "./shot-rows.js";
import { gettext, number } from "./words.js";

const BESIDE = 6; // rows kept above and below those in sight
const APART = 2_000, AT_LEAST = 30_000; // how soon, and how late, it is asked again
const NEWS = ["news", "work:changed"];
const FIELDS = "input, textarea, select, [contenteditable]";

/** What came with the page is seen and answers keys before the rest is asked for, which takes the server and the browser longer. */
const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

class ShotStatus extends HTMLElement {
  connectedCallback() {
    this.rows = this.piece("rows");
    this.form = this.querySelector("form");
    this.at = -1;
    addEventListener("keydown", this.pressed);
    this.form.addEventListener("submit", this.choose);
    this.form.addEventListener("change", this.choose);
    this.form.addEventListener("input", this.choose);
    teach(gettext("Shots"), [["J · ↓", gettext("Next shot")], ["K · ↑", gettext("Shot before")], ["Home · End", gettext("First and last shot")], ["Enter", gettext("Open the shot")], ["/", gettext("Find by code or name")]]);
    painted().then(() => this.fetched());
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.pressed);
    removeEventListener("scroll", this.paint);
    removeEventListener("resize", this.measure);
    for (const name of NEWS) document.body.removeEventListener(name, this.soon);
    clearInterval(this.clock);
    clearTimeout(this.next);
  }

  piece(name) { return this.querySelector(`[data-part=${name}]`); }

  say(text) { this.piece("said").textContent = text; }

  async fetched() {
    try {
      this.shots = new Shots(await call("GET", this.dataset.source));
    } catch {
      this.say(gettext("The other shots did not arrive. Go on with the pages, or load this page anew."));
      return;
    }
    if (!this.isConnected) return;
    const focused = this.rows.contains(document.activeElement) ? this.links().indexOf(document.activeElement) : -1;
    this.piece("pages")?.remove();
    this.piece("send").hidden = true;
    this.rows.classList.add("is-windowed");
    this.shown = new Map();
    addEventListener("scroll", this.paint, { passive: true });
    addEventListener("resize", this.measure);
    const first = Math.max(0, (Number(new URLSearchParams(location.search).get("page")) || 1) - 1) * this.links().length;
    this.list();
    if (focused >= 0 || first) this.go(first + Math.max(0, focused), focused >= 0);
    for (const name of NEWS) document.body.addEventListener(name, this.soon);
    this.clock = setInterval(this.soon, AT_LEAST);
  }

  soon = () => { this.next ??= setTimeout(() => { this.next = undefined; this.again(); }, APART); };

  /** What is not answered is told by the badge; the rows stay as they are until then. */
  async again() {
    if (document.hidden) return;
    const told = await call("GET", this.dataset.source).catch(() => null);
    if (!told || !this.isConnected) return;
    const held = this.idAt(this.here() ?? this.first()), from = this.chosen?.length ? this.here() ?? this.first() : 0;
    this.shots = new Shots(told);
    this.renew(held, from);
  }

  idAt(index) { return this.shots.columns.id[this.chosen[index]]; }

  /** Rows change where they stand. @param {string|undefined} held the shot that keeps its place @param {number} from where it stood */
  renew(held, from) {
    this.chosen = this.shots.chosen(Object.fromEntries(new FormData(this.form)));
    const now = this.chosen.findIndex((at) => this.shots.columns.id[at] === held), by = now < 0 ? 0 : now - from;
    this.tally();
    if (by) this.shift(by);
    for (const [index, row] of [...this.shown]) this.renewRow(index, row);
    this.measure();
    if (by) scrollBy({ top: by * this.height, behavior: "instant" });
  }

  /** Rows were put in or taken out above: those that are shown are known by their new places. @param {number} by */
  shift(by) {
    this.shown = new Map([...this.shown].map(([index, row]) => [index + by, row]));
    if (this.at >= 0) this.at += by;
  }

  /** @param {number} index @param {Element} row */
  renewRow(index, row) {
    if (index < 0 || index >= this.chosen.length) { row.remove(); this.shown.delete(index); return; }
    const fresh = makeRow(this.shots, this.chosen[index], index), focused = row.contains(document.activeElement);
    fresh.style.transform = row.style.transform;
    if (row.isEqualNode(fresh)) return;
    row.replaceWith(fresh);
    this.shown.set(index, fresh);
    if (focused) fresh.querySelector(".shots-code a").focus({ preventScroll: true });
  }

  tally() {
    this.piece("table").ariaRowCount = String(this.chosen.length + 1);
    this.piece("count").textContent = number(this.chosen.length);
    this.piece("empty").hidden = this.chosen.length > 0;
  }

  /** What the form says now is what the address says, and what is shown. @param {Event} event */
  choose = (event) => {
    if (!this.shots) return;
    if (event.type === "submit") event.preventDefault();
    const asked = new URLSearchParams([...new FormData(this.form)].filter(([name, value]) => value && !(name === "sort" && value === "story")));
    history.replaceState(history.state, "", asked.size ? `?${asked}` : location.pathname);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.list(), event.type === "input" ? 60 : 0);
  };

  list() {
    this.chosen = this.shots.chosen(Object.fromEntries(new FormData(this.form)));
    this.at = -1;
    this.tally();
    this.rows.replaceChildren();
    this.shown.clear();
    this.measure();
  }

  /** Rows are as high as the style says, which changes with the width. */
  measure = () => {
    this.height = parseFloat(getComputedStyle(this).getPropertyValue("--shot-row"));
    this.rows.style.height = `${this.chosen.length * this.height}px`;
    for (const [index, row] of this.shown) row.style.transform = `translateY(${index * this.height}px)`;
    this.paint();
  };

  /** Puts rows where they come into sight, and takes away those that left; one with the focus stays. */
  paint = () => {
    if (this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = 0;
      const top = -this.rows.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(top / this.height) - BESIDE), to = Math.min(this.chosen.length, Math.ceil((top + innerHeight) / this.height) + BESIDE);
      for (const [index, row] of this.shown) if ((index < from || index >= to) && index !== this.at) { row.remove(); this.shown.delete(index); }
      for (let index = from; index < to; index += 1) this.place(index);
    });
  };

  /** Its row, made where it is not there; rows stand in the page in their order. @param {number} index */
  place(index) {
    const known = this.shown.get(index);
    if (known) return known;
    const row = makeRow(this.shots, this.chosen[index], index);
    row.style.transform = `translateY(${index * this.height}px)`;
    this.shown.set(index, row);
    const next = [...this.rows.children].find((one) => Number(one.ariaRowIndex) > index + 2);
    this.rows.insertBefore(row, next ?? null);
    return row;
  }

  links() { return [...this.rows.querySelectorAll(".shots-code a")]; }

  /** @param {number} index @param {boolean} [focus] */
  go(index, focus = true) {
    const last = (this.shots ? this.chosen.length : this.links().length) - 1;
    if (last < 0) return;
    this.at = Math.min(last, Math.max(0, index));
    const row = this.shots ? this.place(this.at) : this.links()[this.at].closest(".shots-row");
    row.scrollIntoView({ block: "nearest" });
    if (focus) row.querySelector(".shots-code a").focus({ preventScroll: true });
  }

  /** Where the keys go on from: the row with the focus, else the first in sight. */
  here() {
    const row = document.activeElement?.closest?.(".shots-row");
    if (row && this.rows.contains(row)) return this.shots ? Number(row.ariaRowIndex) - 2 : this.links().indexOf(row.querySelector(".shots-code a"));
    return null;
  }

  /** @param {KeyboardEvent} event */
  pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, here = this.here();
    if (event.target.closest?.(FIELDS)) return;
    const arrows = here !== null;
    const steps = { j: 1, k: -1, ...(arrows && { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }) };
    if (!(key in steps)) return;
    event.preventDefault();
    this.go(here === null ? this.first() : here + steps[key]);
  };

  /** The first row that is whole in sight. */
  first() {
    const below = document.querySelector(".shots-head").getBoundingClientRect().bottom;
    const row = [...this.rows.children].find((one) => one.getBoundingClientRect().top >= below - 1);
    return row ? Number(row.ariaRowIndex) - (this.shots ? 2 : Number(this.rows.firstElementChild.ariaRowIndex)) : 0;
  }
}

customElements.define("shot-status", ShotStatus);
