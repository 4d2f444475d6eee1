/** The list of what was found: arrow keys go from one result to the next, over the groups. */

import { teach } from "./keys.js";
import { gettext } from "./words.js";

class FoundList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
    if (this.querySelector(".found-row")) teach(gettext("Results"), [["↓ · ↑", gettext("Next result, result before")], ["Enter", gettext("Open the result")]]);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = [...this.querySelectorAll(".found-row")], field = this.querySelector("input[type=search]");
    const here = rows.indexOf(document.activeElement);
    if (here < 0 && document.activeElement !== field) return;
    const next = here < 0 ? (step > 0 ? rows[0] : null) : rows[here + step] ?? (step < 0 ? field : null);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

customElements.define("found-list", FoundList);
