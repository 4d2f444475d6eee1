/** "@" in a field offers the people who can be told; arrows choose, Enter or Tab takes. */

import { make } from "./make.js";
import { gettext } from "./words.js";

const SHOWN = 6;
let count = 0;

export class MentionList {
  /** @param {HTMLTextAreaElement} field @param {{id: string, name: string}[]} people */
  constructor(field, people) {
    Object.assign(this, { field, people, found: [], at: 0 });
    this.element = make("ul", "mention-list");
    this.element.id = `mentions-${(count += 1)}`;
    this.element.role = "listbox";
    this.element.ariaLabel = gettext("People");
    this.element.hidden = true;
    field.setAttribute("aria-controls", this.element.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.key(event));
  }

  /** Those whose name stands in the text after an "@". */
  get named() {
    return this.people.filter(({ name }) => this.field.value.includes(`@${name}`));
  }

  look() {
    const before = this.field.value.slice(0, this.field.selectionStart), at = before.lastIndexOf("@");
    const typed = before.slice(at + 1).toLowerCase();
    const open = at >= 0 && (at === 0 || /\s/.test(before[at - 1])) && typed.length < 40 && !typed.includes("\n");
    this.found = open ? this.people.filter(({ name }) => name.toLowerCase().includes(typed) && name.toLowerCase() !== typed.trimEnd()).slice(0, SHOWN) : [];
    Object.assign(this, { from: at, at: 0 });
    this.render();
  }

  render() {
    this.element.hidden = !this.found.length;
    this.element.replaceChildren(...this.found.map(({ name }, index) => {
      const row = make("li", "", name);
      row.id = `${this.element.id}-${index}`;
      row.role = "option";
      row.ariaSelected = String(index === this.at);
      row.addEventListener("pointerdown", (event) => { event.preventDefault(); this.take(index); });
      return row;
    }));
    if (this.found.length) this.field.setAttribute("aria-activedescendant", `${this.element.id}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (!this.found.length || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.render();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(index) {
    const { field } = this, name = `@${this.found[index].name} `;
    field.setRangeText(name, this.from, field.selectionStart, "end");
    this.close();
    field.focus();
  }

  close() {
    this.found = [];
    this.render();
  }
}
