/** Narrows the pages, words or calls below to those that hold every word that was typed. */

import { interpolate, ngettext } from "./words.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class HelpFilter extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=search]");
    this.count = this.querySelector("[data-part=count]");
    this.rows = [...this.querySelectorAll("[data-words]")].map((row) => ({ row, words: plain(row.dataset.words) }));
    this.field.addEventListener("input", () => this.narrow());
    this.narrow();
  }

  narrow() {
    const asked = plain(this.field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, words } of this.rows) {
      row.hidden = !asked.every((word) => words.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const group of this.querySelectorAll(".band")) group.hidden = !group.querySelector("[data-words]:not([hidden])");
    this.count.textContent = asked.length ? interpolate(ngettext("%(count)s is there", "%(count)s are there", shown), { count: shown }) : "";
  }
}

customElements.define("help-filter", HelpFilter);
