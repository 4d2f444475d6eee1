/** What stands below the picture: the shots with those that are marked, and a line for each mark. */

import { button, icon, make } from "./make.js";
import { shotOf, trouble, within } from "./mark-boxes-marks.js";
import { gettext, interpolate } from "./words.js";

const SIDES = { x: gettext("Left"), y: gettext("Top"), width: gettext("Width"), height: gettext("Height") };
const TROUBLES = {
  outside: gettext("This frame is in none of the shots. Remove the mark, or mark the person in a shot."),
  twice: gettext("The same name is marked twice in this shot. Keep one of them."),
  many: gettext("There are more than 12 marks in this shot. Remove some."),
};

/** Thumbnails of the shots, each a button that leads to its middle frame. */
export class ShotStrip {
  /** @param {HTMLElement} element @param {(frame: number) => string} address @param {(frame: number) => void} go */
  constructor(element, address, go) {
    Object.assign(this, { element, address, go, items: [] });
  }

  /** @param {import("./mark-boxes-marks.js").Span[]} shots */
  set(shots) {
    this.items = shots.map(([first, end], number) => this.item(Math.floor((first + end) / 2), number));
    this.element.replaceChildren(...this.items.map((item) => item.line));
    this.element.hidden = !shots.length;
  }

  item(frame, number) {
    const line = make("li"), press = make("button", "mark-shot"), picture = make("img"), word = make("span", "mark-shot-word");
    Object.assign(picture, { loading: "lazy", alt: "", width: 112, height: 63, draggable: false, src: this.address(frame) });
    press.type = "button";
    press.append(picture, word);
    press.addEventListener("click", () => this.go(frame));
    line.append(press);
    return { line, press, word, number, told: null };
  }

  /** @param {Set<number>} marked numbers of shots @param {number} current */
  show(marked, current) {
    for (const { press, word, number, told } of this.items) {
      const here = number === current, state = `${marked.has(number)}${here}`;
      if (told === state) continue;
      this.items[number].told = state;
      press.classList.toggle("is-marked", marked.has(number));
      if (here) press.setAttribute("aria-current", "true"); else press.removeAttribute("aria-current");
      const said = marked.has(number) ? gettext("Shot %(n)s, marked") : gettext("Shot %(n)s");
      word.replaceChildren(...(marked.has(number) ? [icon("check")] : []), interpolate(said, { n: number + 1 }));
      if (here) this.reach(this.items[number].line);
    }
  }

  /** The strip moves, never the page. @param {HTMLElement} line */
  reach(line) {
    const { scrollLeft, clientWidth } = this.element, { offsetLeft, offsetWidth } = line;
    if (offsetLeft < scrollLeft || offsetLeft + offsetWidth > scrollLeft + clientWidth) this.element.scrollLeft = offsetLeft - (clientWidth - offsetWidth) / 2;
  }
}

/** One line a mark: where it is, the name, its place in numbers, removing it. */
export class MarkList {
  /** @param {HTMLElement} element @param {{go(mark): void, named(mark): void, change(mark, box): void, remove(mark): void, back(): void, said(frame: number): string}} told */
  constructor(element, told) {
    Object.assign(this, { element, told, lines: new Map() });
  }

  /** @param {import("./mark-boxes-marks.js").Mark[]} marks @param {import("./mark-boxes-marks.js").Mark|null} chosen @param {import("./mark-boxes-marks.js").Span[]} shots */
  show(marks, chosen, shots) {
    const ordered = [...marks].sort((one, other) => one.frame - other.frame);
    for (const mark of this.lines.keys()) if (!marks.includes(mark)) this.lines.delete(mark);
    for (const mark of ordered) if (!this.lines.has(mark)) this.lines.set(mark, this.line(mark));
    const wanted = ordered.map((mark) => this.lines.get(mark).line);
    if (wanted.length !== this.element.children.length || wanted.some((line, n) => line !== this.element.children[n])) this.element.replaceChildren(...wanted);
    for (const mark of ordered) this.tell(mark, marks, chosen, shots);
  }

  line(mark) {
    const line = make("li", "mark-line"), go = button("", "", () => this.told.go(mark), "is-small"), name = make("input"), why = make("span", "error");
    Object.assign(name, { type: "text", maxLength: 100, value: mark.character, placeholder: gettext("Name of the character"), autocomplete: "off" });
    name.setAttribute("list", "mark-names");
    name.addEventListener("input", () => { mark.character = name.value; this.told.named(mark); });
    name.addEventListener("focus", () => this.told.go(mark));
    name.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); this.told.back(); } });
    const label = make("label", "control"), said = make("span", "visually-hidden");
    label.append(said, name);
    const place = this.place(mark);
    line.append(go, label, place.element, button(gettext("Remove the mark"), "trash", () => this.told.remove(mark), "is-small is-icon is-quiet", true), why);
    return { line, go, name, said, why, place };
  }

  /** Four numbers in per cent of the picture: a place for those who neither drag nor press arrows. */
  place(mark) {
    const element = make("details", "mark-place"), fields = {};
    element.append(make("summary", "", gettext("Place")));
    const row = make("div", "mark-sides");
    for (const [side, word] of Object.entries(SIDES)) {
      const label = make("label", "control"), field = (fields[side] = make("input"));
      Object.assign(field, { type: "number", min: 0, max: 100, step: 0.1 });
      field.addEventListener("change", () => this.told.change(mark, within({ ...mark, [side]: Number(field.value) / 100 })));
      label.append(interpolate(gettext("%(side)s, %"), { side: word }), field);
      row.append(label);
    }
    element.append(row);
    return { element, fields };
  }

  tell(mark, marks, chosen, shots) {
    const { line, go, name, said, why, place } = this.lines.get(mark), shot = shotOf(shots, mark.frame);
    const where = shot < 0 ? this.told.said(mark.frame) : interpolate(gettext("Shot %(n)s · %(where)s"), { n: shot + 1, where: this.told.said(mark.frame) });
    go.relabel(where, "");
    said.textContent = interpolate(gettext("Name of the character, %(where)s"), { where });
    line.classList.toggle("is-chosen", mark === chosen);
    why.textContent = TROUBLES[trouble(mark, marks, shots)] ?? "";
    name.setCustomValidity(why.textContent);
    for (const [side, field] of Object.entries(place.fields)) if (field !== document.activeElement) field.value = (100 * mark[side]).toFixed(1);
  }

  /** @param {import("./mark-boxes-marks.js").Mark} mark */
  focus(mark) {
    this.lines.get(mark)?.name.focus({ preventScroll: true });
  }
}
