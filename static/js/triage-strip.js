/** The filmstrip below: look-alikes stand in one frame, each with what was decided. */

import { make } from "./make.js";
import { gettext, interpolate } from "./words.js";

const MARKS = { approved: "✓", rejected: "✕" };

export class Strip {
  /** @param {HTMLElement} place @param {(item: object) => void} choose */
  constructor(place, choose) {
    this.place = place;
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    this.held = new Set();
    /** @type {HTMLButtonElement|null} */
    this.chosen = null;
    place.addEventListener("click", (event) => {
      const found = event.target.closest("button");
      if (found) choose(found.item);
    });
  }

  /** @param {object[]} items */
  draw(items) {
    const groups = new Map();
    this.buttons.clear();
    for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
    this.place.replaceChildren(...[...groups.values()].map((members) => this.group(members)));
    for (const item of items) this.mark(item);
  }

  group(members) {
    const box = make("li", members.length > 1 ? "triage-group is-many" : "triage-group"), row = make("ul", "triage-row");
    if (members.length > 1) box.ariaLabel = interpolate(gettext("%(n)s look-alikes"), { n: members.length });
    for (const item of members) {
      const place = make("li"), button = make("button", "triage-cell"), image = make("img");
      Object.assign(image, { alt: "", loading: "lazy", src: item.small, width: 96, height: 54, draggable: false });
      button.type = "button";
      button.tabIndex = -1;
      button.item = item;
      button.append(image, make("span", "triage-mark"), make("span", "triage-number", String(item.number)));
      place.append(button);
      row.append(place);
      this.buttons.set(item.id, button);
    }
    box.append(row);
    return box;
  }

  /** @param {object} item */
  mark(item) {
    const button = this.buttons.get(item.id), verdict = item.shown?.verdict ?? "";
    if (!button) return;
    button.dataset.verdict = verdict === "reopened" ? "" : verdict;
    button.classList.toggle("is-waiting", Boolean(item.tail));
    button.classList.toggle("is-news", Boolean(item.news));
    button.querySelector(".triage-mark").textContent = MARKS[verdict] ?? "";
    button.ariaLabel = item.title;
  }

  /** @param {object} item @param {Set<string>} held ids of the group that the next key decides */
  current(item, held) {
    for (const id of new Set([...this.held, ...held])) this.buttons.get(id)?.classList.toggle("is-held", held.has(id));
    this.held = held;
    const button = this.buttons.get(item.id), { place, chosen } = this;
    if (!button || button === chosen) return;
    chosen?.removeAttribute("aria-current");
    if (chosen) chosen.tabIndex = -1;
    button.setAttribute("aria-current", "true");
    button.tabIndex = 0;
    this.chosen = button;
    const left = button.getBoundingClientRect().left - place.getBoundingClientRect().left;
    place.scrollLeft += left - (place.clientWidth - button.offsetWidth) / 2;
  }
}
