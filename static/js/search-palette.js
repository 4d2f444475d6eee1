/**
 * The command palette: places and actions of this page, where a person was, and what search finds.
 *
 * A dialog with a combobox and its listbox (WAI-ARIA APG). Focus stays in the field; the option that
 * Enter takes is named by aria-activedescendant. Nothing is decided from here: see palette-places.js.
 */

import { button, icon, make } from "./make.js";
import { ask } from "./palette-answers.js";
import { matching, places } from "./palette-places.js";
import { gettext, interpolate, ngettext } from "./words.js";

const WAIT = 160;  // ms without a key before the server is asked

/** @typedef {{label: string, detail?: string, icon?: string, picture?: string, url?: string, press?: () => void, keys?: string}} Option */

class Palette {
  /** @param {HTMLElement} opener gets the focus back @param {Option[]} recent where this person was */
  constructor(opener, recent) {
    this.opener = opener;
    this.before = document.activeElement;
    this.options = [];
    this.at = -1;
    this.asked = 0;
    this.own = places();
    this.recent = recent;
    this.found = [];
    this.told = "";
    this.build();
  }

  build() {
    this.dialog = make("dialog", "dialog palette");
    this.dialog.id = "search-palette";
    this.dialog.ariaLabel = gettext("Search and go to");
    this.field = make("input", "palette-field");
    Object.assign(this.field, { type: "search", maxLength: 100, autocomplete: "off", spellcheck: false, placeholder: gettext("Search, or go to a page or an action") });
    const said = { role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", "aria-label": gettext("Search, or go to a page or an action") };
    for (const [name, value] of Object.entries(said)) this.field.setAttribute(name, value);
    this.list = make("div", "palette-list");
    this.list.id = "palette-list";
    this.list.setAttribute("role", "listbox");
    this.list.ariaLabel = gettext("Results");
    this.status = make("p", "palette-status quiet small");
    this.status.setAttribute("role", "status");
    const head = make("div", "palette-head");
    head.append(icon("search"), this.field, button(gettext("Close"), "close", () => this.dialog.close(), "is-quiet is-icon", true));
    this.dialog.append(head, this.list, this.status);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());  // the field keeps the focus
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.dialog.addEventListener("close", () => this.gone());
  }

  show() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.field.focus();
    this.draw();
  }

  gone() {
    clearTimeout(this.timer);
    this.going?.abort();
    this.dialog.remove();
    const back = this.before?.isConnected && this.before !== document.body ? this.before : this.opener;
    if (!this.leaving) back?.focus();
  }

  typed() {
    clearTimeout(this.timer);
    this.going?.abort();
    const words = this.field.value.trim();
    this.asked += 1;
    if (words.length < 2) {
      this.found = [];
      this.told = "";
      return this.draw();
    }
    this.told = gettext("Searching…");
    this.draw();
    this.timer = setTimeout(() => this.ask(words, this.asked), WAIT);
  }

  /** The latest question wins: an answer to an earlier one is not shown. */
  async ask(words, asked) {
    this.going = new AbortController();
    const answer = await ask(words, this.going.signal);
    if (asked !== this.asked || !answer) return;
    ({ groups: this.found, told: this.told } = answer);
    this.draw();
  }

  /** @returns {[string, Option[]][]} */
  groups() {
    const words = this.field.value.trim();
    const own = matching(this.own, words).slice(0, words ? 6 : 40);
    const all = words ? [{ label: interpolate(gettext("All results for “%(words)s”"), { words }), icon: "search", url: `/search/?q=${encodeURIComponent(words)}` }] : [];
    const visited = words ? [] : this.recent;
    return [[gettext("Recent"), visited], [gettext("Pages and actions"), own], ...this.found, [gettext("Search"), all]].filter(([, rows]) => rows.length);
  }

  draw() {
    const kept = this.options[this.at], groups = this.groups();
    this.options = groups.flatMap(([, rows]) => rows);
    let number = 0;
    this.list.replaceChildren(...groups.map(([title, rows], place) => {
      const group = make("div", "palette-group"), head = make("div", "palette-title quiet small", title);
      head.id = `palette-group-${place}`;
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", head.id);
      group.append(head, ...rows.map((row) => this.option(row, number++)));
      return group;
    }));
    const same = kept ? this.options.findIndex((one) => one.label === kept.label && one.url === kept.url) : -1;
    this.choose(this.moved && same >= 0 ? same : 0, false);
    this.tell();
  }

  tell() {
    const count = this.found.reduce((sum, [, rows]) => sum + rows.length, 0);
    const shown = count ? interpolate(ngettext("%(count)s result", "%(count)s results", count), { count }) : "";
    this.status.textContent = [shown, this.told].filter(Boolean).join(" · ");
  }

  option(row, number) {
    const option = make("div", "palette-option"), said = make("span", "palette-said");
    option.id = `palette-option-${number}`;
    option.setAttribute("role", "option");
    option.dataset.number = String(number);
    said.append(make("span", "truncate", row.label));
    if (row.detail) said.append(make("span", "truncate quiet small", row.detail));
    option.append(row.picture ? picture(row.picture) : icon(row.icon || "arrow"), said);
    if (row.keys) option.append(make("kbd", "", row.keys));
    return option;
  }

  choose(number, scroll = true) {
    const rows = this.list.querySelectorAll("[role=option]");
    rows[this.at]?.removeAttribute("aria-selected");
    this.at = rows.length ? (number + rows.length) % rows.length : -1;
    const row = rows[this.at];
    for (const one of rows) one.setAttribute("aria-selected", String(one === row));
    if (row) this.field.setAttribute("aria-activedescendant", row.id); else this.field.removeAttribute("aria-activedescendant");
    if (scroll) row?.scrollIntoView({ block: "nearest" }); else this.list.scrollTop = 0;
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); this.moved = true; return this.choose(this.at + step); }
    if (event.key === "Enter") { event.preventDefault(); return this.take(this.options[this.at], event.ctrlKey || event.metaKey); }
    // In a search field Escape empties first and closes only then; here once is enough.
    if (event.key === "Escape") { event.preventDefault(); return this.dialog.close(); }
    this.moved = false;
  }

  clicked(event) {
    const row = event.target.closest?.("[role=option]");
    if (row) this.take(this.options[Number(row.dataset.number)], event.ctrlKey || event.metaKey);
  }

  /** @param {Option|undefined} option @param {boolean} aside in another tab */
  take(option, aside) {
    if (!option) return;
    if (option.url && aside) return void open(option.url, "_blank", "noopener");
    this.leaving = Boolean(option.press);
    this.dialog.close();
    if (option.url) location.assign(option.url); else option.press?.();
  }
}

function picture(address) {
  const image = make("img", "palette-picture");
  Object.assign(image, { src: address, alt: "", width: 48, height: 27, loading: "lazy", decoding: "async" });
  return image;
}

/** Its looks come with it, once. A page whose server is gone shows it without. @param {string} address */
const dressed = (address) => new Promise((done) => {
  if (!address || document.querySelector(`link[href="${CSS.escape(address)}"]`)) return done();
  const link = make("link");
  Object.assign(link, { rel: "stylesheet", href: address, onload: done, onerror: done });
  document.head.append(link);
});

/** @param {HTMLElement} opener carries `data-css` @param {Option[]} recent */
export async function show(opener, recent) {
  if (document.getElementById("search-palette")) return;
  await dressed(opener.dataset.css);
  if (!document.getElementById("search-palette")) new Palette(opener, recent).show();
}
